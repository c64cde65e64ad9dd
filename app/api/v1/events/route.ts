import { boardCursorsOf } from '../../../../lib/http/cursor.ts'
import { createBoardFrame } from '../../../../lib/http/frames.ts'
import { BoardQuerySchema } from '../../../../lib/http/queries.ts'
import { call, route } from '../../../../lib/http/route.ts'
import { eventStream, inOneGo } from '../../../../lib/http/sse.ts'
import { unfold } from '../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: call({
    query: BoardQuerySchema,
    async run({ request, room, caller, query }) {
      const cursors = boardCursorsOf(request)
      return eventStream(
        await room.live.board(caller, cursors, query.heads),
        inOneGo(createBoardFrame(cursors)),
        request,
      )
    },
  }),
})
