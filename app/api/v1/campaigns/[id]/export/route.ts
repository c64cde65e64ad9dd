import { campaignFile } from '../../../../../../lib/http/campaign-file.ts'
import { CampaignParamsSchema, ExportQuerySchema } from '../../../../../../lib/http/queries.ts'
import { call, json, route } from '../../../../../../lib/http/route.ts'
import { unfold } from '../../../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: call({
    params: CampaignParamsSchema,
    query: ExportQuerySchema,
    async run({ room, caller, params, query }) {
      if (query.format === 'json') return json(await room.campaigns.get(caller, params.id))
      const { view, chunks } = await room.campaigns.export(caller, params.id)
      return campaignFile(view, { chunks, mime: 'application/zip', ending: 'zip' })
    },
  }),
})
