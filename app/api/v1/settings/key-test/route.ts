import { call, json, route } from '../../../../../lib/http/route.ts'
import { unfold } from '../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  POST: call({ run: async ({ room, caller }) => json(await room.settings.testKey(caller)) }),
})
