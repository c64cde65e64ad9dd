import { z } from 'zod'
import { isProviderError } from '../../domain/errors.ts'
import type { CallContext } from '../../domain/provider.ts'
import { mostReason } from '../../domain/review.ts'

/** What a critic answers. */
export const VerdictSchema = z.object({
  sendBack: z.boolean().describe('True when it has to be made again'),
  reason: z.string().describe('One sentence: what is wrong and what would put it right; empty when it may stand'),
})
export type Verdict = z.infer<typeof VerdictSchema>

/** One sentence for each thing that makes a verdict no verdict. */
export const verdictProblems = ({ sendBack, reason }: Verdict): string[] =>
  sendBack && reason.trim() === '' ? ['reason: say why it has to be made again.'] : []

/** How long a job may take under review, from its first word on, ms: well within what the engine gives it (15 minutes). */
const wholeMs = 12 * 60_000
/** With less than this left nobody begins to look, ms. */
const leastMs = 20_000

export type Critic<Work> = {
  /** The model that looks. */
  by: string
  /** When the job began, ms by `performance.now()`. */
  begunAt: number
  look(call: CallContext): Promise<Verdict>
  /** Made again for a reason. */
  again(reason: string, call: CallContext): Promise<Work>
}

/**
 * The first version, or the second when the critic sends the first back, which it may once; the second stands whatever anybody thinks of it. What is
 * there already is never lost: when the critic or the second version fails, the first stands, and that is said. Throws only the signal's reason.
 */
export async function underReview<Work>(first: Work, critic: Critic<Work>, call: CallContext): Promise<Work> {
  const { by, begunAt } = critic
  const leftMs = Math.floor(wholeMs - (performance.now() - begunAt))
  if (leftMs < leastMs) {
    call.reviewed?.({ status: 'unseen', by, why: 'Making it took so long that no time was left.' })
    return first
  }
  const timed: CallContext = { ...call, signal: AbortSignal.any([call.signal, AbortSignal.timeout(leftMs)]) }
  let verdict: Verdict
  try {
    verdict = await critic.look(timed)
  } catch (error) {
    call.signal.throwIfAborted()
    call.reviewed?.({ status: 'unseen', by, why: whyOf(error) })
    return first
  }
  if (!verdict.sendBack) {
    call.reviewed?.({ status: 'passed', by })
    return first
  }
  const reason = shortened(verdict.reason)
  const back = { status: 'sent_back', by, reason } as const
  try {
    const second = await critic.again(reason, timed)
    call.reviewed?.({ ...back, kept: 'second' })
    return second
  } catch {
    call.signal.throwIfAborted()
    call.reviewed?.({ ...back, kept: 'first' })
    return first
  }
}

const whyOf = (error: unknown): string =>
  isProviderError(error) ? shortened(error.message) : 'No answer came in time.'

function shortened(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim()
  return flat.length <= mostReason
    ? flat
    : `${flat
        .slice(0, mostReason - 1)
        .toWellFormed()
        .trimEnd()}…`
}
