import { createHash } from 'node:crypto'
import type { Asset } from '../../domain/asset.ts'
import type { CampaignView } from '../../domain/campaign.ts'
import type { Certificate } from '../../domain/certificate.ts'
import { AppError } from '../../domain/errors.ts'
import type { Post } from '../../domain/post.ts'
import type { Storage } from '../../domain/storage.ts'
import { campaignPath, manifestPath, sealOf, type Manifest, type ManifestEntry } from './manifest.ts'
import { pack, type Packed } from './pack.ts'

/** A zip without its 64-bit extension counts in four bytes; a little less leaves room for heads and names. */
const mostBytes = 0xff_00_00_00

type File = ManifestEntry & Packed
type Kept = Pick<Storage, 'size' | 'read'>

/**
 * A campaign as a zip to take away: what it says, every asset in every size with its certificate, and a manifest of hashes. The same campaign at the
 * same seq gives the same bytes. Throws before the first chunk: `not_found` when a file is not kept any more, `conflict` when it would be over 4 GB.
 */
export async function exportCampaign(
  view: CampaignView,
  certificates: readonly Certificate[],
  storage: Kept,
): Promise<AsyncIterable<Uint8Array>> {
  const files: File[] = [textFile(campaignPath, view)]
  const assets: Manifest['assets'] = []
  for (const certificate of certificates) {
    const { asset } = certificate
    const name = nameOf(asset, view.posts)
    const media = await Promise.all(
      renditionsOf(asset).map(({ sha256, ending }) => mediaFile(`${name}${ending}`, sha256, storage)),
    )
    const paper = textFile(`certificates/${asset.id}.json`, certificate)
    files.push(...media, paper)
    assets.push({ id: asset.id, certificate: paper.path, files: media.map(({ path }) => path) })
  }
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > mostBytes) {
    throw new AppError('conflict', {
      detail:
        'An archive holds up to 4 GB, and this campaign has more. Take the pictures and films one by one, and the posts with ?format=csv.',
    })
  }
  const entries = files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))
  const manifest: Manifest = {
    format: 'unfold-export/1',
    campaignId: view.id,
    name: view.name,
    seq: view.seq,
    files: entries,
    filesSha256: sealOf(entries),
    assets,
  }
  return pack([textFile(manifestPath, manifest), ...files])
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
}

/** The asset and its other sizes; of a film, the film and its still. */
function renditionsOf({ kind, mime, width, height, sha256, variants }: Asset): { sha256: string; ending: string }[] {
  const ending = (type: string): string => `.${endings[type] ?? 'bin'}`
  const rest = variants.map((one) => ({
    sha256: one.sha256,
    ending: kind === 'video' ? `-still${ending('image/jpeg')}` : `-${one.width}x${one.height}${ending(mime)}`,
  }))
  return [{ sha256, ending: `-${width}x${height}${ending(mime)}` }, ...rest]
}

/** What a post shows stands under its number; what was replaced, or belongs to no post any more, under its id. */
function nameOf({ id, kind }: Asset, posts: readonly Post[]): string {
  const post = posts.find(({ imageAssetId, videoAssetId }) => imageAssetId === id || videoAssetId === id)
  return post ? `assets/post-${String(post.index).padStart(2, '0')}-${kind}` : `assets/earlier/${id}`
}

function textFile(path: string, value: unknown): File {
  const content = new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { path, bytes: content.byteLength, sha256, chunks: [content] }
}

async function mediaFile(path: string, sha256: string, storage: Kept): Promise<File> {
  const bytes = await storage.size(sha256)
  if (bytes === null)
    throw new AppError('not_found', { detail: `The file ${path} of this campaign is missing: make it anew.` })
  // Opened when its turn comes, not before: an archive may wait long for its reader.
  const chunks = {
    [Symbol.asyncIterator]: () => storage.read(sha256, { start: 0, end: bytes - 1 })[Symbol.asyncIterator](),
  }
  return { path, bytes, sha256, chunks }
}
