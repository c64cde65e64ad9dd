import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { local, type Caller } from '../../lib/domain/caller.ts'
import { iso } from '../../lib/domain/clock.ts'
import type { UploadId } from '../../lib/domain/ids.ts'
import type { ReadUpload } from '../../lib/domain/upload.ts'
import { type createCountingIds, newCampaign } from '../support/campaigns.ts'
import type { ManualClock } from '../support/clock.ts'
import { openEach, type OpenedStore, type OpenStore } from './open-each.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What every adapter of the JobStore port does with files. */
export function describeUploads(name: string, open: OpenStore): void {
  describe(`uploads on ${name}`, () => {
    let clock: ManualClock
    let ids: ReturnType<typeof createCountingIds>
    let opened: OpenedStore

    openEach(open, (fresh) => ({ clock, ids, opened } = fresh))

    const add = async (): Promise<ReadUpload> => {
      const id = ids.upload()
      const upload: ReadUpload = {
        id,
        name: 'sheet.pdf',
        mime: 'application/pdf',
        bytes: 900,
        sha256: createHash('sha256').update(id).digest('hex'),
        reading: { kind: 'pdf', pages: 2, pagesRead: 2, characters: 20, cut: false, colours: ['#b4451f'] },
        text: 'Proved for 36 hours.',
        claims: ['Proved for 36 hours.'],
        createdAt: iso(clock.now()),
      }
      await opened.store.addUpload(local, upload)
      return upload
    }
    const create = async (...uploads: UploadId[]) =>
      (await opened.store.create(newCampaign(ids, { uploads }))).campaignId
    const read = (...named: UploadId[]): Promise<ReadUpload[]> => opened.reader.uploads(local, named)
    const drop = async (): Promise<void> => {
      while (await opened.store.upkeep.dropUploads(clock.now() - dayMs));
    }
    const stranger: Caller = { ...local, workspaceId: 'elsewhere' }

    it('gives back what was laid down, in the order that is asked for', async () => {
      const [first, second] = [await add(), await add()]
      expect(await read(second.id, first.id)).toEqual([second, first])
      expect(await opened.reader.uploads(stranger, [first.id])).toEqual([])
    })

    it('creates no campaign that names a file which is not there', async () => {
      const { id } = await add()
      const gone = ids.upload()
      await expect(create(id, gone)).rejects.toMatchObject({
        code: 'invalid_input',
        errors: [{ path: 'uploads.1', message: expect.stringContaining('Upload it again') }],
      })
      await expect(
        opened.store.create({ ...newCampaign(ids, { uploads: [id] }), caller: stranger }),
      ).rejects.toMatchObject({ code: 'invalid_input' })
      expect(opened.count('campaigns')).toBe(0)
      await create(id)
    })

    it('removes a file that nobody names, and only for its workspace', async () => {
      const { id } = await add()
      await expect(opened.store.removeUpload(stranger, id)).rejects.toMatchObject({ code: 'not_found' })
      await opened.store.removeUpload(local, id)
      expect(await read(id)).toEqual([])
      await expect(opened.store.removeUpload(local, id)).rejects.toMatchObject({ code: 'not_found' })
    })

    it('keeps a file that a campaign names, one in the bin too', async () => {
      const { id } = await add()
      const campaign = await create(id)
      await opened.store.deleteCampaign(local, campaign, false)
      await expect(opened.store.removeUpload(local, id)).rejects.toMatchObject({ code: 'conflict' })
      clock.advance(10 * dayMs)
      await drop()
      expect(await read(id)).toHaveLength(1)
    })

    it('drops what no campaign has named for a day', async () => {
      const old = await add()
      clock.advance(dayMs)
      await drop()
      expect(await read(old.id)).toHaveLength(1)
      clock.advance(1)
      const young = await add()
      await drop()
      expect((await read(old.id, young.id)).map(({ id }) => id)).toEqual([young.id])
    })

    it('drops at once what a campaign named that is gone for good, unless another names it', async () => {
      const { id } = await add()
      const [first, second] = [await create(id), await create(id)]
      await opened.store.deleteCampaign(local, first, true)
      await drop()
      expect(await read(id)).toHaveLength(1)
      await opened.store.deleteCampaign(local, second, true)
      await drop()
      expect(await read(id)).toEqual([])
    })

    it('names the bytes of every file to the sweep, in pages', async () => {
      const uploads = [await add(), await add(), await add()]
      const named: string[] = []
      for (let after: string | null = ''; after !== null;) {
        const page: { last: string | null; hashes: string[] } = await opened.store.upkeep.namedFiles(after, 2)
        named.push(...page.hashes)
        after = page.last
      }
      expect(named).toEqual(uploads.map(({ sha256 }) => sha256))
    })
  })
}
