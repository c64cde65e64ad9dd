import { setTimeout as pause } from 'node:timers/promises'
import { CampaignViewSchema, type CampaignView } from '../../../lib/domain/campaign.ts'
import { JobEventSchema } from '../../../lib/domain/event.ts'
import { applyEvent, openView } from '../../../lib/domain/fold.ts'
import { openStream } from '../read-stream.ts'

/** What a client that never gives up has seen of one campaign. */
export type Seen = {
  view: CampaignView | null
  /** Each fact as it was told, by seq: what was told once must be true for ever. */
  told: Map<number, string>
  cuts: number
  /** Frames at or below the cursor, or twice on one connection. */
  repeated: number
}

/** Follows a campaign over cuts and dead servers, with its cursor, until `leave`. The connection is cut at random moments. */
export function follow(url: () => string, id: string, chance: () => number) {
  const seen: Seen = { view: null, told: new Map(), cuts: 0, repeated: 0 }
  let over = false
  let hangUp = (): void => undefined

  const once = async (): Promise<void> => {
    const cursor = seen.view?.seq
    const headers = cursor === undefined ? {} : { 'last-event-id': String(cursor) }
    const stream = await openStream(`${url()}/api/v1/campaigns/${id}/events?follow=1&after=0`, headers)
    hangUp = () => stream.close()
    if (over) hangUp()
    const cut = setTimeout(
      () => {
        seen.cuts += 1
        stream.close()
      },
      200 + chance() * 4_000,
    )
    try {
      for await (const { event, data } of stream) {
        if (event === 'snapshot') seen.view = CampaignViewSchema.parse(data)
        if (event !== undefined) continue
        const fact = JobEventSchema.parse(data)
        if (seen.view && fact.seq <= seen.view.seq) seen.repeated += 1
        seen.told.set(fact.seq, JSON.stringify(data))
        seen.view = seen.view ? applyEvent(seen.view, fact) : openView(fact)
      }
    } finally {
      clearTimeout(cut)
    }
  }
  const done = (async () => {
    while (!over) {
      // A cut, a dead server and a server on its way up are all the same to a client: try again.
      await once().catch(() => undefined)
      if (!over) await pause(50 + chance() * 200)
    }
  })()
  return {
    seen,
    async leave(): Promise<void> {
      over = true
      hangUp()
      await done
    },
  }
}
