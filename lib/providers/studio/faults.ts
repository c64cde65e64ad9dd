import { ProviderError, type Failure } from '../../domain/errors.ts'
import type { JobKind } from '../../domain/job.ts'

/** `STUDIO_FAULTS`: the first `calls` provider calls of each job of `kind` fail with `code`. */
export type StudioFault = {
  kind: JobKind
  code: 'unavailable' | 'rate_limited' | 'quota_exhausted' | 'refused' | 'crashed'
  calls: number
}

const words: Record<StudioFault['code'], Pick<Failure, 'message' | 'reason' | 'retryAfterMs'>> = {
  unavailable: { message: 'The provider could not be reached.', reason: null, retryAfterMs: null },
  rate_limited: { message: 'The provider asks for a pause.', reason: null, retryAfterMs: 1_000 },
  quota_exhausted: { message: 'Today’s quota at the provider is used up.', reason: null, retryAfterMs: 60_000 },
  refused: {
    message: 'Refused by the provider.',
    reason: 'This is a practice refusal, switched on with STUDIO_FAULTS.',
    retryAfterMs: null,
  },
  crashed: { message: 'The provider stopped in the middle.', reason: null, retryAfterMs: null },
}

/** Throws the failure that is scripted for this call, if there is one. */
export function failAsScripted(faults: readonly StudioFault[], kind: JobKind, call: number): void {
  const fault = faults.find((one) => one.kind === kind && call <= one.calls)
  if (fault) throw new ProviderError({ code: fault.code, ...words[fault.code], retryable: fault.code !== 'refused' })
}
