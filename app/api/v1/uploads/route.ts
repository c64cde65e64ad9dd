import { mostUploadBytes } from '../../../../lib/domain/upload.ts'
import { readBytes } from '../../../../lib/http/body.ts'
import { UploadQuerySchema } from '../../../../lib/http/queries.ts'
import { call, json, route } from '../../../../lib/http/route.ts'
import { unfold } from '../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  POST: call({
    query: UploadQuerySchema,
    raw: true,
    async run({ request, room, caller, query }) {
      const hint = request.headers.get('content-type')
      const bytes = await readBytes(request, mostUploadBytes)
      const upload = await room.uploads.keep(caller, bytes, { name: query.name, hint })
      return json(upload, { status: 201, headers: { location: `/api/v1/uploads/${upload.id}` } })
    },
  }),
})
