import http from 'node:http'
import { text } from 'node:stream/consumers'

/** A request as it is written, where fetch would refuse or repair it: a foreign Host, a path that is no path, any method. */
export async function rawRequest(
  server: string,
  { method = 'GET', path, headers = {} }: { method?: string; path: string; headers?: Record<string, string> },
): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }> {
  const { hostname, port } = new URL(server)
  const request = http.request({ hostname, port, method, path, headers, agent: false })
  const answered = Promise.withResolvers<http.IncomingMessage>()
  request.once('response', answered.resolve)
  request.once('error', answered.reject)
  request.once('upgrade', (_response, wire) => {
    wire.destroy()
    answered.reject(new Error('The server upgraded the connection.'))
  })
  request.end()
  const response = await answered.promise
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }
}
