import { RetrySchema } from '../../../../../../lib/domain/control.ts'
import { JobParamsSchema } from '../../../../../../lib/http/queries.ts'
import { call, json, route } from '../../../../../../lib/http/route.ts'
import { unfold } from '../../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  POST: call({
    params: JobParamsSchema,
    body: RetrySchema,
    bodyMayBeMissing: true,
    run: async ({ room, caller, params, body }) =>
      json(await room.campaigns.retryJob(caller, params.id, body), { status: 202 }),
  }),
})
