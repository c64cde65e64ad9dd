import { z } from 'zod'

/** What the bench asks of the crowd, a process that plays many viewers. */
export const CrowdOrderSchema = z.discriminatedUnion('type', [
  /** Opens `count` streams, spread over the paths; a viewer is there when it has read `mark`. */
  z.object({
    type: z.literal('open'),
    port: z.int(),
    paths: z.array(z.string()).min(1),
    count: z.int(),
    mark: z.string(),
  }),
  /** Answers when every viewer has seen the seq of its path, or after `withinMs`. */
  z.object({ type: z.literal('await'), seqs: z.array(z.int()), withinMs: z.number() }),
  z.object({ type: z.literal('close') }),
])
export type CrowdOrder = z.infer<typeof CrowdOrderSchema>

export const CrowdAnswerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened') }),
  /** Triples of path, seq and time (ms of the host's monotonic clock), of all viewers; and the bytes that all of them got since they came in. */
  z.object({ type: z.literal('seen'), triples: z.instanceof(Float64Array), bytes: z.number() }),
  z.object({ type: z.literal('closed') }),
])
export type CrowdAnswer = z.infer<typeof CrowdAnswerSchema>

/** What the bench asks of a peer server: one event for all viewers of a topic. */
export const PeerOrderSchema = z.object({ topic: z.int(), seq: z.int(), data: z.string() })
export type PeerOrder = z.infer<typeof PeerOrderSchema>

export const PeerAnswerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), port: z.int() }),
  /** `at`: when the event was born in the server, ms of the host's monotonic clock. */
  z.object({ type: z.literal('sent'), seq: z.int(), at: z.number() }),
])
export type PeerAnswer = z.infer<typeof PeerAnswerSchema>
