import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readReference, readUploads } from '../../lib/campaigns/handlers/read-uploads.ts'
import type { Claim } from '../../lib/domain/handler.ts'
import { uploadBounds, type ReadUpload, type UploadReading } from '../../lib/domain/upload.ts'
import { bakery } from '../support/google.ts'

const shows = { mimes: ['application/pdf', 'image/png'], mostBytes: 1_000, mostPages: 10 } as const
const image: UploadReading = { kind: 'image', width: 10, height: 10, colours: [] }
const pdf = (pages: number): UploadReading => ({
  kind: 'pdf',
  pages,
  pagesRead: pages,
  characters: 12_000,
  cut: false,
  colours: [],
})

function upload(at: number, reading: UploadReading, mime: ReadUpload['mime'], bytes: number): ReadUpload {
  const sha256 = createHash('sha256').update(String(at)).digest('hex')
  const claims = Array.from({ length: 12 }, (_, claim) => `Claim ${claim} of file ${at} stands here.`)
  const words = reading.kind === 'image' ? { text: '', claims: [] } : { text: 'x'.repeat(12_000), claims }
  const createdAt = '2026-11-27T12:00:00.000Z'
  return { id: `upl_${String(at).padStart(20, '0')}`, name: `${at}`, mime, bytes, sha256, reading, createdAt, ...words }
}

function stage(files: ReadUpload[], lost: string[] = []) {
  const kept = new Map(files.filter(({ name }) => !lost.includes(name)).map((file) => [file.sha256, file.bytes]))
  const claim = { workspaceId: 'local', brief: { ...bakery(), uploads: files.map(({ id }) => id) } } as Claim
  const deps = {
    uploads: async () => files,
    storage: {
      size: async (sha256: string) => kept.get(sha256) ?? null,
      async *read(sha256: string) {
        yield new Uint8Array(kept.get(sha256) ?? 0)
      },
    },
  }
  return { claim, deps }
}

describe('the files of a brief', () => {
  it('are shown as they are as far as they fit, each by itself, and the rest by its text', async () => {
    const files = [
      upload(1, pdf(8), 'application/pdf', 400),
      upload(2, pdf(3), 'application/pdf', 100),
      upload(3, image, 'image/png', 700),
      upload(4, image, 'image/png', 600),
      upload(5, { kind: 'text', characters: 12_000, cut: false, colours: [] }, 'text/plain', 50),
    ]
    const { claim, deps } = stage(files)
    const { material, notes } = await readUploads({ claim }, deps, shows)
    expect(notes.map(({ shown }) => shown)).toEqual([true, false, false, true, false])
    expect(material.map(({ data }) => data?.length ?? null)).toEqual([400, null, null, 600, null])
    const letters = material.reduce((sum, { text }) => sum + text.length, 0)
    expect(letters).toBeLessThanOrEqual(uploadBounds.allText)
    expect(notes.flatMap(({ claims }) => claims).length).toBeLessThanOrEqual(uploadBounds.allClaims)
    expect(JSON.stringify(notes).length).toBeLessThan(8_000)
  })

  it('are read by their text alone where the writer is shown none', async () => {
    const { claim, deps } = stage([upload(1, pdf(1), 'application/pdf', 400)])
    const { material } = await readUploads({ claim }, deps, undefined)
    expect(material[0]).toMatchObject({ data: null, text: 'x'.repeat(12_000) })
  })

  it('stand by what was read of them when their bytes are gone', async () => {
    const { claim, deps } = stage([upload(1, pdf(1), 'application/pdf', 400)], ['1'])
    const { material, notes } = await readUploads({ claim }, deps, shows)
    expect([material[0]?.data, notes[0]?.shown]).toEqual([null, false])
  })
})

describe('the reference of a picture', () => {
  it('is the first picture among the files, for those that are shown pictures', async () => {
    const { claim, deps } = stage([
      upload(1, pdf(1), 'application/pdf', 400),
      upload(2, image, 'image/png', 70),
      upload(3, image, 'image/png', 60),
    ])
    expect(await readReference({ claim }, deps, shows)).toMatchObject({ mime: 'image/png', data: { length: 70 } })
    expect(await readReference({ claim }, deps, undefined)).toBeNull()
  })

  it.each([
    ['it is too large', [upload(1, image, 'image/png', 2_000)], []],
    ['its bytes are gone', [upload(1, image, 'image/png', 70)], ['1']],
    ['there is none', [], []],
  ])('is none when %s', async (_, files, lost) => {
    const { claim, deps } = stage(files, lost)
    expect(await readReference({ claim }, deps, shows)).toBeNull()
  })
})
