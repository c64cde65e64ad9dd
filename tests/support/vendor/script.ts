import { defaultModels } from '../../../lib/providers/google/data/models.ts'

/**
 * What the vendor is asked for. `poll` asks for a film, `file` for its bytes, `models` what is on offer (Vertex AI: how many tokens a word has),
 * `token` for a token in exchange for credentials.
 */
export const vendorKinds = ['analysis', 'text', 'critic', 'image', 'video', 'poll', 'file', 'models', 'token'] as const
export type VendorKind = (typeof vendorKinds)[number]

/** How an answer can go wrong. Those that make no sense for a kind are answered as usual. */
export const misbehaviours = [
  '400',
  'bad-key',
  '401',
  '403',
  '404',
  '429-minute',
  '429-hour',
  '429-day',
  '429-plan',
  '500',
  '503',
  '504',
  'suspended-key',
  'hang',
  'drop',
  'cut',
  'truncated',
  'invalid',
  'blind',
  'overlong',
  'seduced',
  'blocked',
  'safety',
  'empty',
  'zero-bytes',
  'half-file',
  'tiny',
  'unsplit',
  'expired',
  'twice',
  'failed',
  'forgotten',
  'not-handed-out',
  'filtered',
  'busy',
  'bucket',
  'slow',
  'uncounted',
  'reasoned',
  'api-disabled',
  'no-project',
  'no-billing',
  'no-free-tier',
  'org-policy',
  'no-scope',
  'invalid-grant',
] as const
export type Misbehaviour = (typeof misbehaviours)[number]

/** How long an answer takes, ms: always the same, or log-normal around a median. */
export type Latency = number | { medianMs: number; sigma: number }

export type Script = {
  latency: Partial<Record<VendorKind, Latency>>
  /** The next calls of a kind, first come first served; `null` is a good one. What is not named goes well. */
  next: Partial<Record<VendorKind, (Misbehaviour | null)[]>>
  /** Every call of a kind, after `next` is used up. */
  always: Partial<Record<VendorKind, Misbehaviour>>
  /** Reasons for which the critic sends back, one for each look, first come first served; else it never does. */
  sendsBack: string[]
  /** How films are handed out. */
  delivery: 'uri' | 'data'
  /** Questions about a film until it is done. */
  pollsUntilDone: number
  /** The models that are listed for any key. */
  listed: readonly string[]
  /** Keys that are not taken. */
  revoked: readonly string[]
  /** How long a token for Vertex AI is good. */
  tokenSeconds: number
  seed: number
}

export const goodScript: Script = {
  latency: {},
  next: {},
  always: {},
  sendsBack: [],
  delivery: 'uri',
  pollsUntilDone: 1,
  listed: Object.values(defaultModels),
  revoked: [''],
  tokenSeconds: 3_599,
  seed: 1,
}

/** Plays a script: what becomes of the next call of a kind, and how long it takes. The same seed gives the same times. */
export function playScript(first: Partial<Script> = {}) {
  let script: Script = { ...goodScript, ...first }
  let state = script.seed >>> 0
  const random = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    current: (): Script => script,
    change(to: Partial<Script>): void {
      script = { ...script, ...to }
      if (to.seed !== undefined) state = to.seed >>> 0
    },
    fate: (kind: VendorKind): Misbehaviour | null => {
      const queue = script.next[kind]
      if (queue && queue.length > 0) return queue.shift() ?? null
      return script.always[kind] ?? null
    },
    verdict: (): string | null => script.sendsBack.shift() ?? null,
    latencyMs(kind: VendorKind): number {
      const latency = script.latency[kind] ?? 0
      if (typeof latency === 'number') return latency
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
      return latency.medianMs * Math.exp(latency.sigma * normal)
    },
  }
}
