import { cursorOf } from '../../../../../../lib/http/cursor.ts'
import { CampaignParamsSchema } from '../../../../../../lib/http/queries.ts'
import { createRecordFrame } from '../../../../../../lib/http/record.ts'
import { call, route } from '../../../../../../lib/http/route.ts'
import { eventStream, inOneGo } from '../../../../../../lib/http/sse.ts'
import { unfold } from '../../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: call({
    params: CampaignParamsSchema,
    async run({ request, room, caller, params }) {
      const follow = (cursor: number | null) => room.live.follow(caller, params.id, { cursor, follow: false })
      // Each frame repeats the whole, so a reconnect begins with a snapshot too, unless its cursor shows that it has seen the end.
      const since = cursorOf(request)
      const rest = since === null ? null : await follow(since)
      rest?.close()
      const viewer = since !== null && rest === null ? null : await follow(null)
      return viewer
        ? eventStream(viewer, inOneGo(createRecordFrame(Date.now)), request)
        : new Response(null, { status: 204 })
    },
  }),
})
