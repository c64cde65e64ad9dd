import { expect, test } from 'vitest'
import { createCrew } from '../../lib/campaigns/crew.ts'
import { existingFor } from '../../lib/campaigns/existing.ts'
import { readUploads } from '../../lib/campaigns/handlers/read-uploads.ts'
import { analysisRequest, inputHashOf } from '../../lib/campaigns/inputs.ts'
import { briefHashOf, seedOf } from '../../lib/campaigns/seed.ts'
import { local } from '../../lib/domain/caller.ts'
import type { Claim } from '../../lib/domain/handler.ts'
import type { Writer } from '../../lib/domain/provider.ts'
import type { ReadUpload } from '../../lib/domain/upload.ts'
import { createStudio } from '../../lib/providers/studio/studio.ts'
import { analysisFor, createCountingIds } from '../support/campaigns.ts'
import { bakery, googleAt } from '../support/google.ts'
import { openAiAt } from '../support/openai.ts'

const ids = createCountingIds()
const posts = [{ index: 1, kind: 'text_video' }] as const
const file = (over: Partial<ReadUpload> = {}): ReadUpload => ({
  id: ids.upload(),
  name: 'prices-of-2026.pdf',
  mime: 'application/pdf',
  bytes: 400,
  sha256: 'a'.repeat(64),
  reading: { kind: 'pdf', pages: 1, pagesRead: 1, characters: 40, cut: false, colours: [] },
  createdAt: '2026-11-27T12:00:00.000Z',
  text: 'Cakes are baked to order in two days.',
  claims: ['Cakes are baked to order in two days.'],
  ...over,
})
const other = file({ name: 'bread.pdf', sha256: 'b'.repeat(64) })

/** The hash that an offer asks for, and the one that the job will have: an earlier campaign had other files, of which some have the same bytes. */
async function asked(
  writer: Writer,
  files: readonly ReadUpload[],
  earlier: readonly ReadUpload[],
  lost: string[] = [],
) {
  const studio = createStudio({ latencyMs: 0, faults: [] })
  const brief = { ...bakery({ postCount: 1 }), uploads: files.map(({ id }) => id) }
  const hashes: string[] = []
  const storage = {
    size: async (sha256: string) => (lost.includes(sha256) ? null : 400),
    async *read() {
      yield new Uint8Array(400)
    },
  }
  const claimOf = (list: readonly ReadUpload[]): Claim =>
    ({ workspaceId: 'local', brief: { ...brief, uploads: list.map(({ id }) => id) } }) as Claim
  const { notes } = await readUploads(
    { claim: claimOf(earlier) },
    { uploads: async () => [...earlier], storage },
    writer.shows,
  )
  const by = createCrew(writer, studio)
  await existingFor(local, brief, {
    reader: {
      uploads: async () => [...files],
      analysisOf: async () => ({ ...analysisFor({ posts }), uploads: notes }),
      made: async (_, list) => {
        hashes.push(...list)
        return []
      },
      view: async () => null,
    },
    storage,
    by,
    price: by.price,
    briefHash: briefHashOf(brief, files),
  })
  const { material } = await readUploads(
    { claim: claimOf(files) },
    { uploads: async () => [...files], storage },
    writer.shows,
  )
  await studio.close()
  const request = analysisRequest(brief, posts, undefined, material)
  const job = inputHashOf({
    kind: 'analysis',
    ...by.maker('analysis'),
    request,
    seed: seedOf(brief, 0, 1),
    instruction: null,
  })
  return { hashes, job }
}

const sheet = file()
test.each<[string, ReadUpload[], ReadUpload[], string[]]>([
  ['the very same', [sheet, other], [sheet, other], []],
  ['handed in once more', [file(), other], [sheet, other], []],
  ['of another name', [file({ name: 'prices-of-2019.pdf' }), other], [sheet, other], []],
  ['in another order', [other, sheet], [sheet, other], []],
  ['twice among them', [sheet, file(), other], [sheet, other], []],
  ['read otherwise since', [file({ claims: ['Cakes take two days.'] })], [sheet], []],
  ['not there any more as bytes', [sheet], [other], [sheet.sha256]],
])('files that are %s are looked for as what the job will be given', async (_, files, earlier, lost) => {
  for (const writer of [googleAt('http://127.0.0.1:9'), await openAiAt('http://127.0.0.1:9/v1')]) {
    const { hashes, job } = await asked(writer, files, earlier, lost)
    expect(hashes).toEqual([job])
  }
})
