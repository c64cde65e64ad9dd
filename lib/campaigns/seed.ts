import { createHash } from 'node:crypto'
import type { Brief } from '../domain/brief.ts'

/** The seed of a post's parts: hash of brief, post index and version. The analysis uses index 0. */
export function seedOf(brief: Brief, index: number, version: number): string {
  return createHash('sha256')
    .update(JSON.stringify([brief, index, version]))
    .digest('hex')
    .slice(0, 16)
}

/** Hash of a parsed brief: what an idempotency key is bound to. */
export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')
