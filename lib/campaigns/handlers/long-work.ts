import type { Clock } from '../../domain/clock.ts'
import type { HandlerContext } from '../../domain/handler.ts'
import type { CallContext, Drawn, LongWork } from '../../domain/provider.ts'
import { wait } from './wait.ts'

type Doing<Request> = { request: Request; call: CallContext; context: HandlerContext; clock: Clock }

/** Submits, unless an earlier attempt has; commits the handle; asks until it is done; brings it home. A canceled job calls the work off. */
export async function doLongWork<Request>(
  work: LongWork<Request>,
  { request, call, context, clock }: Doing<Request>,
): Promise<Drawn> {
  const handle = context.claim.open?.handle ?? (await work.submit(request, call))
  context.onCanceled(() => work.cancel(handle))
  if (!context.claim.open) await context.submitted(handle)
  for (let state = await work.poll(handle, call); !state.done; state = await work.poll(handle, call)) {
    // An answer is a sign of life, also when it says only "not yet".
    context.report({})
    await wait(clock, state.againMs, context.signal)
  }
  return work.fetch(handle, request, call)
}
