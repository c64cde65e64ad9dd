import type { EventStreamDeps } from '../../hooks/event-stream.ts'
import { isSettledCampaign } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import type { Scene } from '../fixtures/views.ts'
import { settled } from './scripted-fetch.ts'

type Connection = {
  cursors: Map<string, number>
  heads: boolean
  write(text: string): void
  cut(): void
  isOpen(): boolean
}

/** The board's stream at the port of the browser: tells scenes as the server tells campaigns, to any number of connections. */
export function createBoardServer(scenes: readonly Scene[], leavesOut: (fact: JobEvent) => boolean = () => false) {
  const connections: Connection[] = []
  const asked: string[] = []
  let reachable = true
  const sceneOf = (id: string): Scene | undefined => scenes.find((scene) => scene.view().id === id)

  const factsFor = ({ cursors }: Connection): string =>
    [...cursors].reduce((text, [id, cursor]) => {
      const facts =
        sceneOf(id)
          ?.facts()
          .filter((fact) => fact.seq > cursor) ?? []
      cursors.set(id, facts.at(-1)?.seq ?? cursor)
      const told = facts.filter((fact) => !leavesOut(fact))
      return text + told.map((fact) => `id: ${id}:${fact.seq}\ndata: ${JSON.stringify(fact)}\n\n`).join('')
    }, '')
  const control = (said: object): string => `event: control\ndata: ${JSON.stringify(said)}\n\n`
  const head = (scene: Scene): string => {
    const { id, seq, status, name, createdAt, progress } = scene.view()
    return `event: head\ndata: ${JSON.stringify({ id, seq, status, name, createdAt, progress, jobs: [] })}\n\n`
  }
  const opening = (connection: Connection): string => {
    const heads = connection.heads ? scenes.map(head).join('') + control({ state: 'live' }) : ''
    const facts = factsFor(connection)
    const states = [...connection.cursors.keys()].map((campaignId) => {
      const scene = sceneOf(campaignId)
      const state = scene ? (isSettledCampaign(scene.view().status) ? 'settled' : 'live') : 'closed'
      return control({ campaignId, state })
    })
    return heads + facts + states.join('')
  }

  const fetch: EventStreamDeps['fetch'] = (url, { signal }) => {
    asked.push(url)
    if (!reachable) return Promise.reject(new TypeError('Failed to fetch'))
    const query = new URL(url, 'http://127.0.0.1').searchParams
    const named = (query.get('campaigns') ?? '').split(',').filter((entry) => entry !== '')
    const cursors = new Map(
      named.map((entry): [string, number] => [
        entry.slice(0, -1 - (entry.split(':')[1] ?? '').length),
        Number(entry.split(':')[1]),
      ]),
    )
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    let open = true
    const connection: Connection = {
      cursors,
      heads: query.get('heads') === '1',
      isOpen: () => open,
      write(text) {
        if (open && text !== '') void writer.write(new TextEncoder().encode(text)).catch(() => {})
      },
      cut() {
        open = false
        void writer.abort(new TypeError('network error')).catch(() => {})
      },
    }
    signal.addEventListener('abort', () => connection.cut())
    connections.push(connection)
    connection.write(opening(connection))
    return Promise.resolve(new Response(readable, { status: 200 }))
  }
  const open = (): Connection[] => connections.filter((connection) => connection.isOpen())

  return {
    fetch,
    /** Addresses asked for, in order. */
    asked: (): readonly string[] => asked,
    open: (): number => open().length,
    /** Tells every connection what happened since, a comment at least. */
    async push() {
      for (const connection of open()) {
        const facts = factsFor(connection)
        connection.write(`:\n\n` + (connection.heads && facts !== '' ? scenes.map(head).join('') : '') + facts)
      }
      await settled()
    },
    /** Breaks all connections; no new one is made until `come`. */
    async go() {
      reachable = false
      for (const connection of open()) connection.cut()
      await settled()
    },
    come() {
      reachable = true
    },
    /** Breaks all connections; new ones are welcome. */
    async cut() {
      for (const connection of open()) connection.cut()
      await settled()
    },
  }
}
