import { AppError } from '../../../../lib/domain/errors.ts'
import { call, json, route } from '../../../../lib/http/route.ts'
import { unfold } from '../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, {
  GET: call({
    async run({ room }) {
      const health = await room.ready()
      if (health.status === 'unavailable') throw new AppError('not_ready', { detail: health.reasons.join(' ') })
      return json(health)
    },
  }),
})
