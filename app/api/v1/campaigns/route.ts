import { BriefSchema } from '../../../../lib/domain/brief.ts'
import { idempotencyOf } from '../../../../lib/http/idempotency.ts'
import { ListQuerySchema } from '../../../../lib/http/queries.ts'
import { call, json, route } from '../../../../lib/http/route.ts'
import { unfold } from '../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: call({
    query: ListQuerySchema,
    run: async ({ room, caller, query }) => json(await room.campaigns.list(caller, query)),
  }),
  POST: call({
    body: BriefSchema,
    async run({ request, room, caller, body }) {
      const { view } = await room.campaigns.create(caller, body, idempotencyOf(request, 'POST /campaigns'))
      return json(view, { status: 202, headers: { location: `/api/v1/campaigns/${view.id}` } })
    },
  }),
})
