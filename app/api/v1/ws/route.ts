import { AppError } from '../../../../lib/domain/errors.ts'
import { route } from '../../../../lib/http/route.ts'
import { unfold } from '../../../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** Sockets are opened in front of the routes; who arrives here has not asked for one. */
const plain = (): Promise<never> =>
  Promise.reject(
    new AppError('upgrade_required', {
      detail: 'Open this address as a WebSocket. Where that is not possible, /api/v1/events streams the same facts.',
      headers: { upgrade: 'websocket', connection: 'upgrade' },
    }),
  )

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(unfold, { GET: plain })
