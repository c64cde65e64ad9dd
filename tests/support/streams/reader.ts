import { createEventStream, type EventStreamDeps, type StreamMessage } from '../../../hooks/event-stream.ts'
import { CampaignViewSchema, type CampaignView } from '../../../lib/domain/campaign.ts'
import { JobEventSchema, type JobEvent } from '../../../lib/domain/event.ts'
import { applyEvent, openView } from '../../../lib/domain/fold.ts'

/** Views that a reader keeps to be compared later, at the seq they had. */
const keptViews = 400

/** Facts that were parsed before: the same text is told to many readers, and after many cuts. */
const parsed = new Map<string, JobEvent>()
function factOf(data: string): JobEvent {
  const known = parsed.get(data)
  if (known) return known
  if (parsed.size > 5_000) parsed.clear()
  const fact = JobEventSchema.parse(JSON.parse(data))
  parsed.set(data, fact)
  return fact
}

export type Reader = {
  view(): CampaignView | null
  /** The view as it was when its seq was this one; undefined when the reader was never there, or long ago. */
  viewAt(seq: number): CampaignView | undefined
  /** Whether no more is to come: `closed` was said, or the server answered 204. */
  ended(): boolean
  state(): string
  counts(): { facts: number; snapshots: number }
  stop(): void
}

/**
 * The page's own reader of a stream (`hooks/event-stream.ts`) with the fold behind it: no filter in between, so that each fact must be the one
 * that is due. `opening` is the view it starts from. What is not due is blamed.
 */
export function startReader(
  deps: EventStreamDeps,
  { url, opening, blame }: { url: string; opening: CampaignView | null; blame(breach: string): void },
): Reader {
  let view = opening
  let state = ''
  let ended = false
  let facts = 0
  let snapshots = 0
  const views = new Map<number, CampaignView>()

  const move = (next: CampaignView): void => {
    view = next
    views.set(next.seq, next)
    const [oldest] = views.keys()
    if (views.size > keptViews && oldest !== undefined) views.delete(oldest)
  }
  const hearFact = (fact: JobEvent): void => {
    const due = (view?.seq ?? 0) + 1
    if (fact.seq !== due) blame(`${fact.seq > due ? 'lost' : 'repeated'}: fact ${fact.seq} came where ${due} was due`)
    facts += 1
    const next = view ? applyEvent(view, fact) : openView(fact)
    if (next) move(next)
    else blame(`fact ${fact.seq} came to a reader without a view`)
  }
  const hear = ({ event, data }: StreamMessage): void => {
    switch (event) {
      case 'snapshot': {
        const snapshot = CampaignViewSchema.parse(JSON.parse(data))
        if (view && snapshot.seq < view.seq) blame(`repeated: a snapshot of ${snapshot.seq} came after ${view.seq}`)
        snapshots += 1
        move(snapshot)
        break
      }
      case 'control':
        state = data
        if (data === '{"state":"closed"}') {
          ended = true
          stream.stop()
        }
        break
      case null: {
        const fact = factOf(data)
        hearFact(fact)
        break
      }
      default:
        blame(`an event of no known name came: ${event}`)
    }
  }
  const stream = createEventStream(deps, {
    url: () => (view ? resumed(url, view.seq) : url),
    hear(messages) {
      for (const message of messages) {
        try {
          hear(message)
        } catch (error) {
          blame(`garbage: ${error instanceof Error ? error.message : String(error)} in ${message.data.slice(0, 80)}`)
        }
      }
    },
    changed(status) {
      if (status.phase !== 'ended') return
      ended = true
      if (status.end !== 'nothing-left') blame(`the stream ended as ${status.end}`)
    },
  })
  stream.start()
  return {
    view: () => view,
    viewAt: (seq) => views.get(seq),
    ended: () => ended,
    state: () => state,
    counts: () => ({ facts, snapshots }),
    stop: stream.stop,
  }
}

/** The address of a stream from where its reader stands. */
function resumed(url: string, seq: number): string {
  const address = new URL(url)
  address.searchParams.set('after', String(seq))
  return address.href
}
