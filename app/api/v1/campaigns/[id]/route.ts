import { isKnown } from '../../../../../lib/http/etag.ts'
import { CapSchema } from '../../../../../lib/domain/campaign.ts'
import { CampaignParamsSchema, RemoveQuerySchema } from '../../../../../lib/http/queries.ts'
import { call, json, route } from '../../../../../lib/http/route.ts'
import { unfold } from '../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: call({
    params: CampaignParamsSchema,
    async run({ request, room, caller, params }) {
      const view = await room.campaigns.get(caller, params.id)
      const headers = { etag: `W/"${room.version}-${view.seq}"`, 'cache-control': 'private, no-cache' }
      if (isKnown(request.headers.get('if-none-match'), headers.etag))
        return new Response(null, { status: 304, headers })
      return json(view, { headers })
    },
  }),
  PATCH: call({
    params: CampaignParamsSchema,
    body: CapSchema,
    async run({ room, caller, params, body }) {
      return json(await room.campaigns.setCap(caller, params.id, body.capMicros))
    },
  }),
  DELETE: call({
    params: CampaignParamsSchema,
    query: RemoveQuerySchema,
    async run({ room, caller, params, query }) {
      await room.campaigns.remove(caller, params.id, query.purge)
      return new Response(null, { status: 204 })
    },
  }),
})
