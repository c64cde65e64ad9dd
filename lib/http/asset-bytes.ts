import type { Asset } from '../domain/asset.ts'
import { AppError } from '../domain/errors.ts'
import type { Storage } from '../domain/storage.ts'
import { byteStream } from './byte-stream.ts'
import { isKnown, mayResume } from './etag.ts'
import { lengthHeader } from './length.ts'
import { readRange } from './range.ts'

/** Types that a browser may show; anything else is handed over as bytes to keep. */
const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
}

/** Media shows itself and does nothing else, whatever its bytes hold. */
const policy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"

type Bytes = Pick<Asset, 'id' | 'mime' | 'sha256'>

/** The asset in the size asked for ("1200x628"), or a film's still. Throws `not_found` when there is no such rendition. */
export function renditionOf(asset: Asset, { size, still }: { size: string | null; still: boolean }): Bytes {
  if (still) {
    const picture = asset.kind === 'video' ? asset.variants[0] : undefined
    if (!picture) throw new AppError('not_found', { detail: 'Only films have a still.' })
    return { id: asset.id, mime: 'image/jpeg', sha256: picture.sha256 }
  }
  if (size === null || size === `${asset.width}x${asset.height}`) return asset
  const variant = asset.variants.find(({ width, height }) => size === `${width}x${height}`)
  if (variant) return { ...asset, sha256: variant.sha256 }
  const sizes = [asset, ...asset.variants].map(({ width, height }) => `${width}x${height}`)
  throw new AppError('not_found', { detail: `This asset has no size ${size}. There are ${sizes.join(', ')}.` })
}

/**
 * The bytes of an asset: 200, 206 for a range, 304 when they are known, 416 for a range outside them. The content of a hash never changes, so
 * the answer may be kept for ever. Bytes are read as the reader takes them. Throws `not_found` when the hash is not kept.
 */
export async function assetBytes(request: Request, { id, mime, sha256 }: Bytes, storage: Storage): Promise<Response> {
  const etag = `"${sha256}"`
  const extension = extensions[mime]
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable, no-transform',
    'content-disposition': extension ? `inline; filename="${id}.${extension}"` : `attachment; filename="${id}.bin"`,
    'content-security-policy': policy,
    'content-type': extension ? mime : 'application/octet-stream',
    'cross-origin-resource-policy': 'same-origin',
    etag,
  }
  if (isKnown(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })

  const size = await storage.size(sha256)
  if (size === null) throw new AppError('not_found', { detail: 'The file of this asset is missing: make it anew.' })
  // A range is defined for GET alone (RFC 9110, 14.2).
  const ranged = request.method === 'GET' && mayResume(request.headers.get('if-range'), etag)
  const range = readRange(ranged ? request.headers.get('range') : null, size)
  if (range === 'unsatisfiable') {
    throw new AppError('range_not_satisfiable', {
      detail: `The file has ${size} bytes: ask for a range within them.`,
      headers: { 'content-range': `bytes */${size}`, 'accept-ranges': 'bytes' },
    })
  }
  const part = range === 'whole' ? { start: 0, end: size - 1 } : range
  const length = { [lengthHeader]: String(part.end - part.start + 1) }
  const body = size === 0 ? null : byteStream(() => storage.read(sha256, part))
  if (range === 'whole') return new Response(body, { headers: { ...headers, ...length } })
  const contentRange = `bytes ${part.start}-${part.end}/${size}`
  return new Response(body, { status: 206, headers: { ...headers, ...length, 'content-range': contentRange } })
}
