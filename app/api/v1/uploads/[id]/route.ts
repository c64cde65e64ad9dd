import { UploadParamsSchema } from '../../../../../lib/http/queries.ts'
import { call, json, route } from '../../../../../lib/http/route.ts'
import { unfold } from '../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: call({
    params: UploadParamsSchema,
    run: async ({ room, caller, params }) => json(await room.uploads.get(caller, params.id)),
  }),
  DELETE: call({
    params: UploadParamsSchema,
    async run({ room, caller, params }) {
      await room.uploads.remove(caller, params.id)
      return new Response(null, { status: 204 })
    },
  }),
})
