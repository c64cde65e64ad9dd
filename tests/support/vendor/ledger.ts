import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { VendorKind } from './script.ts'

/** One call that the vendor heard. `accepted`: it does the work and charges for it, whether or not the answer arrives. */
export type VendorCall = {
  at: string
  kind: VendorKind
  model: string
  /** The caller's name for job and attempt (x-unfold-job). */
  ref: string
  /** Of model and body: the same wish has the same hash. */
  hash: string
  accepted: boolean
  /** The interaction of an accepted film. */
  interaction: string | null
}

export const hashOf = (model: string, body: string): string =>
  createHash('sha256').update(`${model}\n${body}`).digest('hex')

/** The vendor's own books: kept in a file of lines when one is named, so that they outlive everybody. */
export function openLedger(file: string | null) {
  const calls: VendorCall[] =
    file !== null && existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line): VendorCall => JSON.parse(line))
      : []
  const waiting = new Set<() => void>()
  const heard = (kind: VendorKind): number => calls.filter((call) => call.kind === kind).length
  return {
    calls: (): readonly VendorCall[] => calls,
    book(call: Omit<VendorCall, 'at'>): void {
      const booked = { at: new Date().toISOString(), ...call }
      calls.push(booked)
      if (file !== null) appendFileSync(file, `${JSON.stringify(booked)}\n`)
      for (const look of waiting) look()
    },
    /** Resolves when so many calls of a kind were heard. */
    async untilHeard(kind: VendorKind, count: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      const look = (): void => {
        if (heard(kind) >= count) resolve()
      }
      waiting.add(look)
      look()
      await promise
      waiting.delete(look)
    },
  }
}

/** Kinds that cost. */
const paidKinds: ReadonlySet<VendorKind> = new Set(['analysis', 'text', 'image', 'video'])

/** Accepted paid calls by job, the name in front of the attempt: more than one is a second payment, unless the books of the caller say why. */
export function paidCallsByJob(calls: readonly VendorCall[]): Map<string, VendorCall[]> {
  const byJob = new Map<string, VendorCall[]>()
  for (const call of calls) {
    if (!call.accepted || !paidKinds.has(call.kind)) continue
    const job = call.ref.split('/')[0] ?? ''
    byJob.set(job, [...(byJob.get(job) ?? []), call])
  }
  return byJob
}
