/** True when the caller asks for a stream: it names the type and does not refuse it. A bare `*` wildcard gets JSON. */
export function wantsStream(request: Request): boolean {
  return (request.headers.get('accept') ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim()))
    .some(
      ([type, ...parameters]) => type === 'text/event-stream' && !parameters.some((one) => /^q=0(\.0*)?$/.test(one)),
    )
}
