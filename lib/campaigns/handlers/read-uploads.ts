import type { HandlerContext } from '../../domain/handler.ts'
import type { Reference, Writer } from '../../domain/provider.ts'
import type { Storage } from '../../domain/storage.ts'
import type { CampaignReader } from '../../domain/store.ts'
import { claimsEach, textEach, type ReadUpload, type UploadMaterial, type UploadNote } from '../../domain/upload.ts'

type Deps = { storage: Pick<Storage, 'read' | 'size'>; uploads: CampaignReader['uploads'] }
type Asking = Pick<HandlerContext, 'claim'>

const filesOf = async ({ claim }: Asking, { uploads }: Deps): Promise<ReadUpload[]> =>
  claim.brief.uploads.length === 0 ? [] : uploads({ workspaceId: claim.workspaceId }, claim.brief.uploads)

/** The files of the brief for its analysis: their words, and the bytes of those that this writer is shown as they are, as far as they fit. */
export async function readUploads(
  context: Asking,
  deps: Deps,
  shows: Writer['shows'],
): Promise<{ material: UploadMaterial[]; notes: UploadNote[] }> {
  const files = await filesOf(context, deps)
  const material = await materialFrom(files, shows, (sha256) => bytesOf(sha256, deps.storage))
  const notes = files.flatMap(({ id }, at): UploadNote[] => {
    const one = material[at]
    if (!one) return []
    const { data, text: _, ...rest } = one
    return [{ id, ...rest, shown: data !== null }]
  })
  return { material, notes }
}

/** Files as this writer is handed them. `fetch` has the bytes of one, null when they are gone. */
export async function materialFrom(
  files: readonly ReadUpload[],
  shows: Writer['shows'],
  fetch: (sha256: string) => Promise<Uint8Array | null>,
): Promise<UploadMaterial[]> {
  const material: UploadMaterial[] = []
  let bytes = 0
  let pages = 0
  for (const file of files) {
    const { name, mime, sha256, reading } = file
    const more = reading.kind === 'pdf' ? reading.pages : 0
    const fits = shows?.mimes.includes(mime) && bytes + file.bytes <= shows.mostBytes && pages + more <= shows.mostPages
    const data = fits ? await fetch(sha256) : null
    if (data) {
      bytes += file.bytes
      pages += more
    }
    const text = file.text.slice(0, textEach(files.length)).toWellFormed()
    const claims = file.claims.slice(0, claimsEach(files.length))
    material.push({ name, mime, sha256, reading, text, claims, data })
  }
  return material
}

/** The first picture among the files of the brief, for a maker that is shown pictures: how the brand looks. */
export async function readReference(context: Asking, deps: Deps, shows: Writer['shows']): Promise<Reference | null> {
  if (!shows) return null
  const first = referenceAmong(await filesOf(context, deps), shows)
  const data = first && (await bytesOf(first.sha256, deps.storage))
  return first && data ? { mime: first.mime, sha256: first.sha256, data } : null
}

export function referenceAmong(files: readonly ReadUpload[], shows: Writer['shows']): ReadUpload | null {
  const first = files.find(({ reading, mime }) => reading.kind === 'image' && shows?.mimes.includes(mime))
  return first && shows && first.bytes <= shows.mostBytes ? first : null
}

/** Null when they are gone: what was read of them is kept all the same. */
async function bytesOf(sha256: string, storage: Deps['storage']): Promise<Uint8Array | null> {
  const size = await storage.size(sha256)
  if (size === null || size === 0) return null
  const chunks: Uint8Array[] = []
  for await (const chunk of storage.read(sha256, { start: 0, end: size - 1 })) chunks.push(chunk)
  return Buffer.concat(chunks)
}
