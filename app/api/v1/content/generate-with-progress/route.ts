import { BriefSchema } from '../../../../../lib/domain/brief.ts'
import { idempotencyOf } from '../../../../../lib/http/idempotency.ts'
import { recordStart } from '../../../../../lib/http/record.ts'
import { call, json, route } from '../../../../../lib/http/route.ts'
import { unfold } from '../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  POST: call({
    body: BriefSchema,
    async run({ request, room, caller, body }) {
      const key = idempotencyOf(request, 'POST /content/generate-with-progress')
      const { view } = await room.campaigns.create(caller, body, key)
      return json(recordStart(view), { status: 202, headers: { location: `/api/v1/campaigns/${view.id}` } })
    },
  }),
})
