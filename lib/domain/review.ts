import { z } from 'zod'

/** Longest reason that is kept of a critic, characters. */
export const mostReason = 300

/**
 * What a second pass of a model said of a first version. `sent_back` once at most: `kept` says which version stands, the first where another could not
 * be had; `unseen` when the critic itself failed, and nobody looked.
 */
export const ReviewSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('passed'), by: z.string() }),
  z.object({
    status: z.literal('sent_back'),
    by: z.string(),
    reason: z.string().min(1).max(mostReason),
    kept: z.enum(['first', 'second']),
  }),
  z.object({ status: z.literal('unseen'), by: z.string(), why: z.string().max(mostReason) }),
])
export type Review = z.infer<typeof ReviewSchema>
