import { expect } from 'vitest'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { sampleBrief } from './sample.ts'

/** Asks a server for a campaign of one post, unless something else is said. */
export async function createCampaign(url: string, over: object = {}): Promise<CampaignView> {
  const response = await fetch(`${url}/api/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...sampleBrief, postCount: 1, ...over }),
  })
  expect(response.status).toBe(202)
  return CampaignViewSchema.parse(await response.json())
}

/** Long-polls until the campaign is settled. */
export async function settled(url: string, id: string): Promise<CampaignView> {
  for (let after = 0; ;) {
    const page = await (await fetch(`${url}/api/v1/campaigns/${id}/events?after=${after}&wait=20&limit=5000`)).json()
    after = page.items.at(-1)?.seq ?? after
    if (page.done) return CampaignViewSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json())
  }
}

/** The view once it is as it should be: waits on the log. */
export async function until(url: string, id: string, enough: (view: CampaignView) => boolean): Promise<CampaignView> {
  for (;;) {
    const view = CampaignViewSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json())
    if (enough(view)) return view
    await fetch(`${url}/api/v1/campaigns/${id}/events?after=${view.seq}&wait=20`)
  }
}

/** Gives the settings another key. */
export const put = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/api/v1/settings/key`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
