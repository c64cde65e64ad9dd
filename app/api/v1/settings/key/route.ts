import { NewKeySchema } from '../../../../../lib/domain/settings.ts'
import { call, json, route } from '../../../../../lib/http/route.ts'
import { unfold } from '../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  PUT: call({
    body: NewKeySchema,
    run: async ({ room, caller, body }) => json(await room.settings.setKey(caller, body.key)),
  }),
})
