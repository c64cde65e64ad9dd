import { assetBytes } from '../../../../../lib/http/asset-bytes.ts'
import { AssetParamsSchema } from '../../../../../lib/http/queries.ts'
import { call, route } from '../../../../../lib/http/route.ts'
import { unfold } from '../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: call({
    params: AssetParamsSchema,
    run: async ({ request, room, caller, params }) =>
      assetBytes(request, await room.campaigns.asset(caller, params.id), room.storage),
  }),
})
