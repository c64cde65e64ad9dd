import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { BriefInput } from '../../lib/domain/brief.ts'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema, type JobEvent } from '../../lib/domain/event.ts'
import { foldOf } from './campaigns.ts'
import { openStream } from './read-stream.ts'
import { sampleBrief } from './sample.ts'

const PageSchema = z.object({ items: z.array(JobEventSchema), seq: z.int(), done: z.boolean() })

/** A service that uses Unfold over REST alone. */
export function createRestClient(url: string) {
  const api = `${url}/api/v1`
  const post = (over: Partial<BriefInput> = {}): Promise<Response> =>
    fetch(`${api}/campaigns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...sampleBrief, ...over }),
    })
  const page = async (id: string, query: string) =>
    PageSchema.parse(await (await fetch(`${api}/campaigns/${id}/events?limit=5000&${query}`)).json())
  const view = async (id: string): Promise<CampaignView> =>
    CampaignViewSchema.parse(await (await fetch(`${api}/campaigns/${id}`)).json())

  return {
    post,
    view,
    async create(over: Partial<BriefInput> = {}): Promise<CampaignView> {
      const response = await post(over)
      if (response.status !== 202) throw new Error(`POST answered ${response.status}: ${await response.text()}`)
      return CampaignViewSchema.parse(await response.json())
    },
    /** Long-polls until the campaign is settled. */
    async settled(id: string): Promise<CampaignView> {
      for (let after = 0; ;) {
        const { items, done } = await page(id, `after=${after}&wait=20`)
        after = items.at(-1)?.seq ?? after
        if (done) return view(id)
      }
    },
    /** Follows the stream until a fact satisfies `enough`, and hangs up. */
    async until(id: string, enough: (fact: JobEvent) => boolean): Promise<void> {
      const stream = await openStream(`${api}/campaigns/${id}/events?after=0`)
      try {
        for await (const { event, data } of stream)
          if (event === undefined && enough(JobEventSchema.parse(data))) return
      } finally {
        stream.close()
      }
    },
    /** What is wrong with a settled campaign; empty when its log is gapless and tells the same as the view, and every file is what it is said to be. */
    async flaws(id: string): Promise<string[]> {
      const now = await view(id)
      const { items } = await page(id, 'after=0')
      const flaws: string[] = []
      if (items.some((fact, at) => fact.seq !== at + 1)) flaws.push('the log has gaps')
      if (!isDeepStrictEqual(foldOf(items), now)) flaws.push('the fold differs from the view')
      for (const asset of now.assets) {
        const bytes = Buffer.from(await (await fetch(`${url}${asset.url}`)).arrayBuffer())
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        if (bytes.byteLength !== asset.bytes || sha256 !== asset.sha256) flaws.push(`${asset.id} differs from its row`)
      }
      return flaws
    },
  }
}
