import { PostEditSchema } from '../../../../../lib/domain/post.ts'
import { editedVersion } from '../../../../../lib/http/etag.ts'
import { PostParamsSchema } from '../../../../../lib/http/queries.ts'
import { call, json, route } from '../../../../../lib/http/route.ts'
import { unfold } from '../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  PATCH: call({
    params: PostParamsSchema,
    body: PostEditSchema,
    async run({ request, room, caller, params, body }) {
      const post = await room.campaigns.editPost(caller, params.id, editedVersion(request), body)
      return json(post, { headers: { etag: `"${post.version}"` } })
    },
  }),
})
