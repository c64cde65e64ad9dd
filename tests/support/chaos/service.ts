import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { CampaignViewSchema, type CampaignView } from '../../../lib/domain/campaign.ts'
import { JobEventSchema, type JobEvent } from '../../../lib/domain/event.ts'

const PageSchema = z.object({ items: z.array(z.unknown()), seq: z.int(), done: z.boolean() })
type Log = { facts: JobEvent[]; texts: string[]; seq: number; settled: boolean }

/** A service that uses Unfold over REST and knows that servers die: a request without an answer is sent again, with the same key. */
export function createService(url: () => string) {
  const ask = async (path: string, init: RequestInit = {}, patienceMs = 90_000): Promise<Response> => {
    const giveUpAt = performance.now() + patienceMs
    for (;;) {
      try {
        const response = await fetch(`${url()}/api/v1${path}`, { ...init, signal: AbortSignal.timeout(20_000) })
        // The answer itself may be cut, too.
        const body = await response.arrayBuffer()
        const { status } = response
        if (status !== 503) return new Response(status === 204 ? null : body, { status, headers: response.headers })
      } catch (error) {
        if (performance.now() > giveUpAt) throw error
      }
      await pause(100)
    }
  }
  const post = (path: string, body: unknown, key: string | null = null): Promise<Response> =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== null && { 'idempotency-key': key }) },
      body: JSON.stringify(body),
    })
  const view = async (id: string): Promise<CampaignView> =>
    CampaignViewSchema.parse(await (await ask(`/campaigns/${id}`)).json())

  return {
    ask,
    post,
    view,
    async create(brief: object, key: string): Promise<CampaignView> {
      const response = await post('/campaigns', brief, key)
      if (response.status !== 202) throw new Error(`Create answered ${response.status}: ${await response.text()}`)
      return CampaignViewSchema.parse(await response.json())
    },
    /** The whole log; `texts` are the facts as they stand in it. */
    async log(id: string): Promise<Log> {
      const page = PageSchema.parse(await (await ask(`/campaigns/${id}/events?limit=5000`)).json())
      return {
        facts: page.items.map((item) => JobEventSchema.parse(item)),
        texts: page.items.map((item) => JSON.stringify(item)),
        seq: page.seq,
        settled: page.done,
      }
    },
    async names(): Promise<string[]> {
      const names: string[] = []
      let cursor = ''
      for (;;) {
        const page = z
          .object({ items: z.array(z.object({ name: z.string() })), nextCursor: z.string().nullable() })
          .parse(await (await ask(`/campaigns?limit=100${cursor}`)).json())
        names.push(...page.items.map((item) => item.name))
        if (page.nextCursor === null) return names
        cursor = `&cursor=${page.nextCursor}`
      }
    },
  }
}
export type Service = ReturnType<typeof createService>
