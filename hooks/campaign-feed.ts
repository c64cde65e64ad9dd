import { isSettledCampaign, type CampaignView } from '../lib/domain/campaign.ts'
import type { JobEvent } from '../lib/domain/event.ts'
import { applyEvent } from '../lib/domain/fold.ts'
import type { CampaignId } from '../lib/domain/ids.ts'
import { createEventStream, type EventStreamDeps, type StreamMessage, type StreamStatus } from './event-stream.ts'

/** The connection in the page's words. `gone`: the campaign was deleted. */
export type Connection = {
  state: 'live' | 'catching-up' | 'offline' | 'done'
  /** When the server was last heard, ms since 1970; null while it is heard. */
  since: number | null
  nextTryAt: number | null
  gone: boolean
}

/** The facts of the last notification, in order. `live` is false for what was caught up on. */
export type FactBatch = { live: boolean; events: readonly JobEvent[] }

export type CampaignFeedState = {
  view: CampaignView
  connection: Connection
  lastFacts: FactBatch
  /** Every fact heard since the page opened, without the steps between (output and progress). */
  heard: readonly JobEvent[]
}

export type CampaignFeedDeps = EventStreamDeps & {
  /** Calls once before the next picture is drawn: facts that come in a burst become one render. */
  frame(call: () => void): void
}

export type CampaignFeed = {
  getSnapshot(): CampaignFeedState
  /** The first listener opens the stream, the last one to leave closes it. */
  subscribe(listen: () => void): () => void
  retryNow(): void
}

/** One campaign, live: snapshot, then facts, folded by the same rule as on the server. */
export function createCampaignFeed(
  deps: CampaignFeedDeps,
  campaignId: CampaignId,
  initialView: CampaignView,
): CampaignFeed {
  const listeners = new Set<() => void>()
  let view = initialView
  let status: StreamStatus = { phase: 'connecting', since: null, nextTryAt: null, end: null }
  let caughtUp = false
  let waiting: { live: boolean; events: JobEvent[] } = { live: false, events: [] }
  let framed = false
  let state: CampaignFeedState = {
    view,
    connection: connectionOf(status, caughtUp, view),
    lastFacts: waiting,
    heard: [],
  }

  const notify = (): void => {
    if (framed) return
    framed = true
    deps.frame(() => {
      framed = false
      const lastFacts = waiting
      waiting = { live: false, events: [] }
      const told = lastFacts.events.filter((fact) => fact.type !== 'job.output' && fact.type !== 'job.progress')
      const heard = told.length === 0 ? state.heard : [...state.heard, ...told]
      state = { view, connection: connectionOf(status, caughtUp, view), lastFacts, heard }
      for (const listen of listeners) listen()
    })
  }

  const hear = ({ event, data }: StreamMessage): void => {
    const said: unknown = JSON.parse(data)
    if (event === 'snapshot') {
      if (isView(said)) view = said
    } else if (event === 'control') {
      const told = isControl(said) ? said.state : null
      if (told === 'live' || told === 'settled') caughtUp = true
      if (told === 'closed') stream.stop()
    } else if (event === null && isFact(said) && said.seq > view.seq) {
      view = applyEvent(view, said)
      waiting.events.push(said)
      waiting.live = caughtUp
    }
    notify()
  }

  const stream = createEventStream(deps, {
    url: `/api/v1/campaigns/${campaignId}/events?follow=1&after=${initialView.seq}`,
    hear,
    changed(next) {
      if (next.phase !== 'open') caughtUp = false
      status = next
      notify()
    },
  })

  return {
    getSnapshot: () => state,
    subscribe(listen) {
      listeners.add(listen)
      if (listeners.size === 1) stream.start()
      return () => {
        listeners.delete(listen)
        if (listeners.size === 0) stream.stop()
      }
    },
    retryNow: stream.retryNow,
  }
}

function connectionOf(status: StreamStatus, caughtUp: boolean, view: CampaignView): Connection {
  const { since, nextTryAt } = status
  if (status.phase === 'ended') return { state: 'done', since, nextTryAt, gone: status.end === 'gone' }
  if (status.phase === 'offline') return { state: 'offline', since, nextTryAt, gone: false }
  if (status.phase === 'connecting' || !caughtUp) return { state: 'catching-up', since, nextTryAt, gone: false }
  return { state: isSettledCampaign(view.status) ? 'done' : 'live', since, nextTryAt, gone: false }
}

const isObject = (said: unknown): said is Record<string, unknown> => typeof said === 'object' && said !== null
const isView = (said: unknown): said is CampaignView =>
  isObject(said) && Array.isArray(said['jobs']) && typeof said['seq'] === 'number'
const isFact = (said: unknown): said is JobEvent =>
  isObject(said) && typeof said['seq'] === 'number' && typeof said['type'] === 'string' && isObject(said['campaign'])
const isControl = (said: unknown): said is { state: string } => isObject(said) && typeof said['state'] === 'string'
