import { z } from 'zod'
import { CampaignViewSchema } from '../../../lib/domain/campaign.ts'
import type { Post } from '../../../lib/domain/post.ts'
import { openStream, type OpenStream } from '../read-stream.ts'
import { sampleBrief } from '../sample.ts'

/** What the load does, ms between two of a kind; each is spread by half. */
const everyMs = { campaign: 8_000, film: 60_000, edit: 2_000, remake: 30_000, stream: 1_500, board: 5_000, list: 3_000 }
/** A stream is read for up to this long, then it hangs up in the middle. */
const longestReadMs = 25_000
/** Campaigns that are kept; older ones are removed for good, or put into the bin. */
const kept = 40

export type Counts = {
  campaigns: number
  settled: number
  edits: number
  remakes: number
  streams: number
  facts: number
  removed: number
  /** What should not happen, by what it was. */
  flaws: Record<string, number>
}

export type Load = {
  counts: Counts
  /** Times of creations since they were last taken, ms. */
  takePosts(): number[]
  open(): number
  stop(): Promise<void>
}

/** People who use the server at `url` all day: they begin campaigns, come and go, edit, make parts again, and throw away. */
export function startLoad(url: string, chance: () => number): Load {
  const api = `${url}/api/v1`
  const counts: Counts = { campaigns: 0, settled: 0, edits: 0, remakes: 0, streams: 0, facts: 0, removed: 0, flaws: {} }
  const timers = new Set<NodeJS.Timeout>()
  const open = new Set<OpenStream>()
  const posts: { id: string; version: number }[] = []
  const campaigns: string[] = []
  let posted: number[] = []
  let stopping = false

  const flaw = (what: string): void => void (counts.flaws[what] = (counts.flaws[what] ?? 0) + 1)
  const any = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)]
  const send = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${api}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (response.status >= 500) flaw(`${method} answered ${response.status}`)
    return response
  }
  const every = (ms: number, act: () => Promise<void>): void => {
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        if (stopping) return
        void act().catch((error: unknown) => {
          if (!stopping) flaw(error instanceof Error ? error.message : 'something')
        })
        every(ms, act)
      },
      ms * (0.75 + chance() / 2),
    )
    timers.add(timer)
  }

  const begin = (videos: boolean) => async (): Promise<void> => {
    const asked = performance.now()
    const brief = { ...sampleBrief, postCount: 3, visuals: { images: true, videos } }
    const response = await send('POST', '/campaigns', brief)
    if (response.status !== 202) return flaw(`POST answered ${response.status}`)
    const view = CampaignViewSchema.parse(await response.json())
    posted.push(performance.now() - asked)
    counts.campaigns += 1
    campaigns.push(view.id)
    await watch(view.id)
  }
  /** Reads a campaign to its end. */
  const watch = async (id: string): Promise<void> => {
    const stream = await openStream(`${api}/campaigns/${id}/events?after=0`)
    open.add(stream)
    let ended = false
    let last = 0
    try {
      for await (const { event, id: seq, data } of stream) {
        if (event === undefined) {
          counts.facts += 1
          if (Number(seq) <= last) flaw('a fact came twice')
          last = Number(seq)
        }
        ended ||= event === 'control' && isState(data, 'closed')
      }
    } finally {
      open.delete(stream)
    }
    if (!ended) return
    const view = CampaignViewSchema.parse(await (await send('GET', `/campaigns/${id}`, undefined)).json())
    if (view.status !== 'completed') flaw(`a campaign ended ${view.status}`)
    counts.settled += 1
    posts.push(...view.posts.map((post: Post) => ({ id: post.id, version: post.version })))
    await throwAway()
  }
  const throwAway = async (): Promise<void> => {
    while (campaigns.length > kept) {
      const id = campaigns.shift()
      await send('DELETE', `/campaigns/${id}${chance() < 0.5 ? '?purge=1' : ''}`, undefined)
      counts.removed += 1
    }
    posts.splice(0, Math.max(0, posts.length - kept))
  }
  const readAWhile = (path: () => string | null) => async (): Promise<void> => {
    const asked = path()
    if (asked === null) return
    const stream = await openStream(`${api}${asked}`)
    if (!stream.response.ok) return stream.close()
    counts.streams += 1
    open.add(stream)
    const timer = setTimeout(() => stream.close(), chance() * longestReadMs)
    try {
      for await (const { event } of stream) if (event === undefined) counts.facts += 1
    } catch {
      // It hung up.
    } finally {
      clearTimeout(timer)
      open.delete(stream)
    }
  }

  every(everyMs.campaign, begin(false))
  every(everyMs.film, begin(true))
  every(everyMs.edit, async () => {
    const post = any(posts)
    if (!post) return
    const response = await send(
      'PATCH',
      `/posts/${post.id}`,
      { approval: chance() < 0.5 ? 'in_review' : 'draft' },
      { 'if-match': `"${post.version}"` },
    )
    const edited = VersionSchema.safeParse(await response.json())
    // Somebody made it again, or threw it away: another one is edited next time.
    if (!edited.success) return void posts.splice(posts.indexOf(post), 1)
    post.version = edited.data.version
    counts.edits += 1
  })
  every(everyMs.remake, async () => {
    const post = any(posts)
    if (!post) return
    await (await send('POST', `/posts/${post.id}/regenerate`, { parts: ['text'] })).text()
    counts.remakes += 1
  })
  every(
    everyMs.stream,
    readAWhile(() => {
      const id = any(campaigns)
      return id === undefined ? null : `/campaigns/${id}/events?follow=1&after=${Math.floor(chance() * 20)}`
    }),
  )
  every(
    everyMs.board,
    readAWhile(() => `/events?campaigns=${campaigns.slice(-5).join(',')}`),
  )
  every(everyMs.list, async () => {
    await (await send('GET', '/campaigns?limit=20', undefined)).text()
    await (await fetch(url)).text()
  })

  return {
    counts,
    takePosts() {
      const taken = posted
      posted = []
      return taken
    },
    open: () => open.size,
    async stop() {
      stopping = true
      for (const timer of timers) clearTimeout(timer)
      for (const stream of open) stream.close()
    },
  }
}

const VersionSchema = z.object({ version: z.int() })
const isState = (data: unknown, state: string): boolean =>
  typeof data === 'object' && data !== null && 'state' in data && data.state === state
