import { checkDrawn } from '../../lib/campaigns/handlers/check-drawn.ts'
import type { Handle } from '../../lib/domain/call.ts'
import type { Drawn, LongWork, Provider, VideoRequest } from '../../lib/domain/provider.ts'
import type { HeardCall } from './google.ts'
import type { Vendor } from './vendor/server.ts'

export function longFilmOf({ film }: Provider): LongWork<VideoRequest> {
  if (typeof film === 'function') throw new Error('Films are long work here.')
  return film
}

type Waiting = { handle: Handle; request: VideoRequest; call: HeardCall }

/** As the handler does it, without its waits: what comes home is looked at before it counts. */
export async function bringFilmHome(film: LongWork<VideoRequest>, { handle, request, call }: Waiting): Promise<Drawn> {
  while (!(await film.poll(handle, call)).done);
  const drawn = await film.fetch(handle, request, call)
  await checkDrawn('video', drawn)
  return drawn
}

/** Films that the vendor took, and so is paid for. */
export const filmsPaid = (vendor: Vendor): number =>
  vendor.calls().filter(({ kind, accepted }) => kind === 'video' && accepted).length
