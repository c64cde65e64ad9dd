import { postsTable } from '../../../../../../lib/domain/posts-table.ts'
import { byteStream } from '../../../../../../lib/http/byte-stream.ts'
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
      if (query.format === 'zip') {
        const { view, chunks } = await room.campaigns.export(caller, params.id)
        return campaignFile(view, { body: byteStream(() => chunks), mime: 'application/zip', ending: 'zip' })
      }
      const view = await room.campaigns.get(caller, params.id)
      return query.format === 'json'
        ? json(view)
        : campaignFile(view, { body: postsTable(view), mime: 'text/csv; charset=utf-8', ending: 'csv' })
    },
  }),
})
