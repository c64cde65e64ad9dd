import { once } from 'node:events'
import net, { type Socket } from 'node:net'
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'

/** How a connection ends before its time. `refused` and `busy` (503) come before a byte of the server, `dropped` is silence for ever. */
export const disconnects = ['refused', 'busy', 'cut', 'reset', 'dropped'] as const
export type Disconnect = (typeof disconnects)[number]

/** How the bytes of the server go on: at once, late, crumb by crumb, or kept back and then all that has come. */
const ways = ['straight', 'late', 'crumbs', 'kept'] as const
type Way = (typeof ways)[number]

export type RoughProxy = {
  url: string
  /** Forced ends so far; those that the server itself brought about are not counted. */
  counts: Readonly<Record<Disconnect, number>>
  forced(): number
  close(): Promise<void>
}

const busyAnswer =
  'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

/**
 * A proxy on the way to a server, as bad as they come. `chance` decides everything, `upstream` is asked for the server's port with each
 * connection. No connection lives for more than `longestMs`.
 */
export async function startRoughProxy(
  chance: () => number,
  upstream: () => number,
  longestMs = 2_500,
): Promise<RoughProxy> {
  const counts = { refused: 0, busy: 0, cut: 0, reset: 0, dropped: 0 }
  const clients = new Set<Socket>()
  const between = (least: number, most: number): number => least + Math.floor(chance() * (most - least))
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(chance() * list.length)] ?? list[0]

  /** Some ends fall into the headers, most into the first facts or a snapshot, some far behind. */
  const bytesUntilTheEnd = (): number => {
    const dice = chance()
    if (dice < 0.15) return between(1, 400)
    return dice < 0.6 ? between(400, 8_000) : between(8_000, 80_000)
  }

  const write = async (client: Socket, bytes: Buffer, way: Way): Promise<void> => {
    if (way === 'late') await pause(between(1, 150))
    const size = way === 'crumbs' ? between(1, 40) : bytes.length
    for (let at = 0; at < bytes.length && !client.destroyed; at += size) {
      if (!client.write(bytes.subarray(at, at + size)))
        await Promise.race([once(client, 'drain'), once(client, 'close')])
      if (way === 'crumbs') await turn()
    }
    if (way === 'kept') await pause(between(100, 900))
  }

  const end = (client: Socket, how: 'cut' | 'reset' | 'dropped'): void => {
    if (client.destroyed) return
    counts[how] += 1
    // A dropped client hears nothing more, and goes when it likes.
    if (how === 'reset') client.resetAndDestroy()
    if (how === 'cut') client.end()
  }

  const carry = async (client: Socket, server: Socket): Promise<void> => {
    const way = pick(ways)
    const how = pick(['cut', 'reset', 'cut', 'reset', 'dropped'] as const)
    let left = bytesUntilTheEnd()
    let over = false
    const finish = (): void => {
      if (over) return
      over = true
      end(client, how)
      server.destroy()
    }
    const timer = setTimeout(finish, between(50, longestMs))
    client.once('close', () => clearTimeout(timer))
    try {
      for await (const chunk of server) {
        if (over || !Buffer.isBuffer(chunk)) return
        await write(client, chunk.subarray(0, left), way)
        left -= chunk.length
        if (left <= 0) return finish()
      }
      if (!over) client.end()
    } catch (error) {
      // Who left the server does not wait for its last word.
      if (!over) throw error
    }
  }

  const serve = async (client: Socket): Promise<void> => {
    const dice = chance()
    if (dice < 0.04) {
      counts.refused += 1
      client.resetAndDestroy()
      return
    }
    if (dice < 0.06) {
      await once(client, 'data')
      counts.busy += 1
      client.end(busyAnswer)
      return
    }
    const server = net.connect({ port: upstream(), host: '127.0.0.1', noDelay: true })
    server.on('error', () => client.destroy())
    client.once('close', () => server.destroy())
    client.pipe(server)
    await carry(client, server)
  }

  const proxy = net.createServer({ noDelay: true }, (client) => {
    clients.add(client)
    client.on('error', () => client.destroy())
    client.once('close', () => clients.delete(client))
    // A connection that breaks while it is served was meant to.
    serve(client).catch(() => client.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (typeof address !== 'object' || !address) throw new Error('The proxy has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    counts,
    forced: () => disconnects.reduce((sum, name) => sum + counts[name], 0),
    async close() {
      const closed = once(proxy, 'close')
      proxy.close()
      for (const client of clients) client.destroy()
      await closed
    },
  }
}
