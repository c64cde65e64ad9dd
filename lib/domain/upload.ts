import { z } from 'zod'
import type { Caller } from './caller.ts'
import { AppError } from './errors.ts'
import { UploadIdSchema, type UploadId } from './ids.ts'

const line = (max: number) => z.string().min(1).max(max)
const HexSchema = z.string().regex(/^#[0-9a-f]{6}$/)
const HashSchema = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)

export const UploadMimeSchema = z.enum([
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'text/plain',
  'text/markdown',
])
export type UploadMime = z.infer<typeof UploadMimeSchema>

/** How much of a file is taken at most, bytes: a product sheet with pictures, and a text nobody reads to its end. */
export const mostUploadBytes = 10 * 1_048_576
export const mostTextBytes = 1_048_576

/**
 * How much of a file is kept at most: `text` (characters) is what a model may be shown, `claims` what posts are written from and what the row of the
 * analysis in the log can carry; `allText` and `allClaims` over all
 * files of a campaign.
 */
export const uploadBounds = {
  name: 120,
  text: 12_000,
  allText: 24_000,
  claim: 200,
  claims: 12,
  allClaims: 24,
  colours: 6,
}

/** What was read of a file, in short. `characters` are those of its text that were read, and `cut` says that there was more. */
export const UploadReadingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pdf'),
    pages: z.int().min(1),
    /** The first ones. */
    pagesRead: count,
    characters: count,
    cut: z.boolean(),
    /** The strongest first; of a text, those that it names. */
    colours: z.array(HexSchema).max(uploadBounds.colours),
  }),
  z.object({
    kind: z.literal('text'),
    characters: count,
    cut: z.boolean(),
    colours: z.array(HexSchema).max(uploadBounds.colours),
  }),
  z.object({
    kind: z.literal('image'),
    width: z.int().min(1),
    height: z.int().min(1),
    colours: z.array(HexSchema).max(uploadBounds.colours),
  }),
])
export type UploadReading = z.infer<typeof UploadReadingSchema>

/** A file that was handed in, as the API tells of it. */
export const UploadSchema = z.object({
  id: UploadIdSchema,
  name: line(uploadBounds.name),
  mime: UploadMimeSchema,
  bytes: z.int().min(1),
  sha256: HashSchema,
  reading: UploadReadingSchema,
  createdAt: z.iso.datetime(),
})
export type Upload = z.infer<typeof UploadSchema>

/** With what was read of it: its words, data and never instructions. */
export type ReadUpload = Upload & { text: string; claims: string[] }

/** What the analysis keeps of a file: all that posts made later may stand on. */
export const UploadNoteSchema = z.object({
  id: UploadIdSchema,
  name: line(uploadBounds.name),
  mime: UploadMimeSchema,
  sha256: HashSchema,
  reading: UploadReadingSchema,
  claims: z.array(line(uploadBounds.claim)).max(uploadBounds.claims),
  /** The model was shown the file itself, not only its text. */
  shown: z.boolean(),
})
export type UploadNote = z.infer<typeof UploadNoteSchema>

/** A file as a writer is handed it; `data` where it is to be shown as it is. */
export type UploadMaterial = Pick<ReadUpload, 'name' | 'mime' | 'sha256' | 'reading' | 'text' | 'claims'> & {
  data: Uint8Array | null
}

/** What the files of a brief add to what a model reads: what a price has to know. */
export type UploadLoad = { pages: number; images: number; characters: number }

/** The claims that each of several files may keep: all files together fit the row of the analysis. */
export const claimsEach = (files: number): number =>
  Math.min(uploadBounds.claims, Math.floor(uploadBounds.allClaims / Math.max(1, files)))

/** The characters of text that a model is shown of each of several files. */
export const textEach = (files: number): number =>
  Math.min(uploadBounds.text, Math.floor(uploadBounds.allText / Math.max(1, files)))

/** What files add to what a model reads, as far as it is shown them. */
export function loadOf(uploads: readonly Pick<ReadUpload, 'reading' | 'text'>[]): UploadLoad {
  const most = textEach(uploads.length)
  return uploads.reduce(
    (load, { reading, text }) => ({
      pages: load.pages + (reading.kind === 'pdf' ? reading.pages : 0),
      images: load.images + (reading.kind === 'image' ? 1 : 0),
      characters: load.characters + Math.min(most, text.length),
    }),
    { pages: 0, images: 0, characters: 0 },
  )
}

/**
 * Port: reads a file. Its type is what its bytes say; `hint` (a content type) and `name` only tell texts apart. Bounded in time and memory. Throws AppError
 * `unsupported_media_type`, `too_large` or `invalid_input`, with words that say what to do.
 */
export type UploadReader = {
  read(
    bytes: Uint8Array,
    about: { name: string | null; hint: string | null },
  ): Promise<Pick<ReadUpload, 'name' | 'mime' | 'reading' | 'text' | 'claims'>>
  /** Ends what is being read. */
  close(): Promise<void>
}

/** The use cases of files. Each throws AppError: `not_found` for what the caller cannot see. */
export type Uploads = {
  /** Reads and keeps a file; a file that no campaign names is removed after a day. */
  keep(caller: Caller, bytes: Uint8Array, about: { name: string | null; hint: string | null }): Promise<Upload>
  get(caller: Caller, id: UploadId): Promise<Upload>
  /** Throws `conflict` while a campaign names it, one in the bin too. */
  remove(caller: Caller, id: UploadId): Promise<void>
}

/** For a brief that names a file which is not there, or not any more. */
export const missingUpload = (at: number): AppError => {
  const message =
    'There is no such file, or not any more: files that no campaign uses are kept for a day. Upload it again.'
  return new AppError('invalid_input', {
    detail: `uploads.${at}: ${message}`,
    errors: [{ path: `uploads.${at}`, message }],
  })
}
