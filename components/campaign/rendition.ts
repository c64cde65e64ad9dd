import type { Asset } from '../../lib/domain/asset.ts'

type Rendition = { url: string; width: number; height: number }

/** The rendition whose shape is nearest to the frame's (width / height). */
export function renditionOf(asset: Asset, ratio: number): Rendition {
  const all: Rendition[] = [asset, ...asset.variants]
  const off = ({ width, height }: Rendition): number => Math.abs(Math.log(width / height / ratio))
  return all.reduce((best, one) => (off(one) < off(best) ? one : best), {
    url: asset.url,
    width: asset.width,
    height: asset.height,
  })
}

/** A video's variants are stills of it: the first is the poster. */
export const posterOf = (asset: Asset): string | null =>
  asset.kind === 'video' ? (asset.variants[0]?.url ?? null) : null
