import { RegenerateSchema } from '../../../../../../lib/domain/remake.ts'
import { idempotencyOf } from '../../../../../../lib/http/idempotency.ts'
import { PostParamsSchema } from '../../../../../../lib/http/queries.ts'
import { call, json, route } from '../../../../../../lib/http/route.ts'
import { unfold } from '../../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  POST: call({
    params: PostParamsSchema,
    body: RegenerateSchema,
    async run({ request, room, caller, params, body }) {
      const key = idempotencyOf(request, 'POST /posts/regenerate')
      return json({ jobs: await room.campaigns.regenerate(caller, params.id, body, key) }, { status: 202 })
    },
  }),
})
