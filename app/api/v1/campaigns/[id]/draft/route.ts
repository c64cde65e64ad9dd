import { CampaignParamsSchema } from '../../../../../../lib/http/queries.ts'
import { call, json, route } from '../../../../../../lib/http/route.ts'
import { unfold } from '../../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  POST: call({
    params: CampaignParamsSchema,
    run: async ({ room, caller, params }) => json(await room.campaigns.draft(caller, params.id), { status: 202 }),
  }),
})
