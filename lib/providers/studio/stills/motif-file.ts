import { fileURLToPath } from 'node:url'

/** Absolute path of a motif's picture (see `motifs`). */
export function motifFile(file: string): string {
  return fileURLToPath(import.meta.resolve(`@lobehub/fluent-emoji-3d/assets/${file}.webp`))
}
