import { wantsStream } from '../../../../../../lib/http/accept.ts'
import { cursorOf } from '../../../../../../lib/http/cursor.ts'
import { campaignFrames } from '../../../../../../lib/http/frames.ts'
import { CampaignParamsSchema, EventsQuerySchema, FollowQuerySchema } from '../../../../../../lib/http/queries.ts'
import { call, route } from '../../../../../../lib/http/route.ts'
import { eventStream } from '../../../../../../lib/http/sse.ts'
import { unfold } from '../../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

const stream = call({
  params: CampaignParamsSchema,
  query: FollowQuerySchema,
  async run({ request, room, caller, params, query }) {
    const viewer = await room.live.follow(caller, params.id, { cursor: cursorOf(request), follow: query.follow })
    return viewer ? eventStream(viewer, campaignFrames, request) : new Response(null, { status: 204 })
  },
})

const page = call({
  params: CampaignParamsSchema,
  query: EventsQuerySchema,
  async run({ request, room, caller, params, query: { after, limit, wait } }) {
    const asked = { after, limit, waitMs: wait * 1_000, signal: request.signal }
    const { rows, seq, done } = await room.campaigns.events(caller, params.id, asked)
    const items = rows.map((row) => row.json).join(',')
    return new Response(`{"items":[${items}],"seq":${seq},"done":${done}}`, {
      headers: { 'content-type': 'application/json', vary: 'Accept' },
    })
  },
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: (arrived) => (wantsStream(arrived.request) ? stream(arrived) : page(arrived)),
})
