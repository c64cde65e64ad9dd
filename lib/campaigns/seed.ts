import { createHash } from 'node:crypto'
import { withoutNothing, type Brief } from '../domain/brief.ts'

/** The seed of a post's parts: a hash of brief and post index, and the variant that is made of it. The analysis uses index 0. */
export function seedOf(brief: Brief, index: number, variant: number): string {
  return `${hashOf([withoutNothing(materialOf(brief)), index]).slice(0, 16)}/v${variant}`
}

/** What of a brief its makers are given: what it may cost, and whether something made before is welcome, is not theirs to know. */
export function materialOf(brief: Brief): Brief {
  const { reuse: _, ...material } = brief
  return { ...material, budgetMicros: null }
}

/** Hash of a parsed body: what an idempotency key is bound to. */
export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
