import type { Asset } from '../domain/asset.ts'

/** Whether all bytes of an asset are there, as `sizeOf` a hash tells: in length where that is known, null where they are gone. */
export async function isKept(
  { sha256, bytes, variants }: Asset,
  sizeOf: (sha256: string) => Promise<number | null>,
): Promise<boolean> {
  const sizes = await Promise.all([sha256, ...variants.map((one) => one.sha256)].map(sizeOf))
  return sizes[0] === bytes && sizes.every((size) => size !== null)
}
