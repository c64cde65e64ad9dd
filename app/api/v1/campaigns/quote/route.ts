import { BriefSchema } from '../../../../../lib/domain/brief.ts'
import { call, json, route } from '../../../../../lib/http/route.ts'
import { unfold } from '../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  POST: call({
    body: BriefSchema,
    run: async ({ room, caller, body }) => json(await room.campaigns.quote(caller, body)),
  }),
})
