import { createHash } from 'node:crypto'
import { withoutNothing, type Brief } from '../domain/brief.ts'
import type { ReadUpload } from '../domain/upload.ts'

/** The seed of a post's parts: a hash of brief and post index, and the variant that is made of it. The analysis uses index 0. */
export function seedOf(brief: Brief, index: number, variant: number): string {
  return `${hashOf([withoutNothing(materialOf(brief)), index]).slice(0, 16)}/v${variant}`
}

/**
 * What of a brief its makers are given: what it may cost, and whether something made before is welcome, is not theirs to know. Its files come beside it,
 * by what is in them: one that is handed in twice is the same.
 */
export function materialOf(brief: Brief): Brief {
  const { reuse: _, ...material } = brief
  return { ...material, budgetMicros: null, uploads: [] }
}

/** Equal for briefs that say the same, in words and files. */
export const briefHashOf = (brief: Brief, files: readonly Pick<ReadUpload, 'sha256'>[]): string =>
  hashOf(files.length === 0 ? materialOf(brief) : [materialOf(brief), files.map(({ sha256 }) => sha256)])

/** Hash of a parsed body: what an idempotency key is bound to. */
export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
