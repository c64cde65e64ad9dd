import { boardCursorsOf } from '../../../../lib/http/cursor.ts'
import { createBoardFrame } from '../../../../lib/http/frames.ts'
import { call, route } from '../../../../lib/http/route.ts'
import { eventStream, inOneGo } from '../../../../lib/http/sse.ts'
import { unfold } from '../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: call({
    async run({ request, room, caller }) {
      const cursors = boardCursorsOf(request)
      return eventStream(await room.live.board(caller, cursors), inOneGo(createBoardFrame(cursors)), request)
    },
  }),
})
