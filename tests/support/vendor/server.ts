import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { generate } from './content.ts'
import { faultOf } from './errors.ts'
import { filmBytes, interactionOf, type Film } from './films.ts'
import { headerOf, json, listen, slowly, textOf } from './http.ts'
import { hashOf, openLedger, type VendorCall } from './ledger.ts'
import { createTokens } from './oauth.ts'
import { parsed, routeOf } from './routes.ts'
import { playScript, type Misbehaviour, type Script } from './script.ts'
import { operationOf } from './veo.ts'

export type Vendor = {
  url: string
  /** What it heard and took on, in order. */
  calls(): readonly VendorCall[]
  /** Bodies of the calls, as they came. */
  bodies(): readonly string[]
  change(script: Partial<Script>): void
  close(): Promise<void>
}

export type VendorOptions = {
  script?: Partial<Script>
  /** Where the books are kept; in memory when left out. */
  ledgerFile?: string
  port?: number
}

/** Fates that come after the vendor has taken the work, and charges for it; the answer of a 504 is lost on its way back. */
const paidFates: ReadonlySet<Misbehaviour> = new Set<Misbehaviour>([
  '504',
  'hang',
  'drop',
  'cut',
  'truncated',
  'invalid',
  'blind',
  'overlong',
  'seduced',
  'safety',
  'empty',
  'zero-bytes',
  'half-file',
  'tiny',
  'unsplit',
  'twice',
])

/** A server that speaks Google's wire protocol as the SDK uses it, and misbehaves when it is told to. Loopback only. */
export async function startVendor({ script: first, ledgerFile, port = 0 }: VendorOptions = {}): Promise<Vendor> {
  const script = playScript(first)
  const ledger = openLedger(ledgerFile ?? null)
  const films = new Map<string, Film>()
  const tokens = createTokens()
  const bodies: string[] = []
  const isTaken = (key: string): boolean => !script.current().revoked.includes(key)

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://vendor')
    const body = await textOf(request)
    if (url.pathname === '/__ledger') return json(response, 200, ledger.calls())
    if (url.pathname === '/__wait') {
      const { kind, count } = JSON.parse(body)
      await ledger.untilHeard(kind, count)
      return json(response, 200, {})
    }
    if (url.pathname === '/__script') {
      script.change(JSON.parse(body))
      return json(response, 200, script.current())
    }
    const key = headerOf(request, 'x-goog-api-key')
    const ref = headerOf(request, 'x-unfold-job')
    const asked = routeOf(request.method ?? 'GET', url.pathname, body)
    if (!asked) return json(response, 404, { error: { code: 404, message: 'No such path.', status: 'NOT_FOUND' } })
    const { kind, id, streams, cloud } = asked
    const film = films.get(id)
    const model = film?.model ?? asked.model
    const isKnown = kind === 'token' || (cloud ? tokens.isTaken(headerOf(request, 'authorization')) : isTaken(key))
    const fate = isKnown ? script.fate(kind) : cloud ? '401' : 'bad-key'
    const fault = fate === null ? null : faultOf(fate, { kind, model, key, path: cloud ? url.pathname : null })
    const isTakenOn = fault === null ? fate !== 'blocked' : fate === '504'
    const accepted = isTakenOn && (fate === null || paidFates.has(fate))
    const handle = cloud ? `${id}/operations/${randomUUID()}` : `int-${randomUUID()}`
    const interaction = kind === 'video' && accepted ? handle : null
    if (asked.action !== 'cancel') {
      bodies.push(body)
      ledger.book({ kind, model, ref, hash: hashOf(model, body), accepted, interaction })
    }
    if (interaction !== null) films.set(interaction, { id: interaction, model, polls: 0, status: 'in_progress' })
    const latencyMs = script.latencyMs(kind)
    if (fault !== null || !streams) await wait(latencyMs, undefined, { ref: false })
    if (fault !== null) return json(response, fault.status, fault.body)
    if (fate === 'hang') return
    if (fate === 'drop') return void request.socket.destroy()
    switch (kind) {
      case 'analysis':
      case 'text':
      case 'critic':
      case 'image': {
        const reason = kind === 'critic' ? script.verdict() : null
        const answered = await generate(kind, parsed(body), fate, reason)
        return streams ? stream(response, answered, fate, latencyMs) : json(response, 200, whole(answered))
      }
      case 'video':
      case 'poll': {
        const known = films.get(interaction ?? id)
        if (known && cloud) {
          const operation = await operationOf(known, fate, { kind, script: script.current() })
          return fate === 'slow' ? slowly(response, operation) : json(response, 200, operation)
        }
        if (!known) return json(response, 404, { error: { message: 'Interaction not found.', code: 'not_found' } })
        if (asked.action === 'cancel') known.status = 'cancelled'
        return json(response, 200, await interactionOf(known, fate, { kind, script: script.current(), url: home }))
      }
      case 'token': {
        const told = tokens.answer(body, fate, script.current().tokenSeconds)
        return json(response, told.status, told.body)
      }
      case 'models':
        if (cloud) return json(response, 200, { totalTokens: 1 })
        return json(response, 200, { models: script.current().listed.map((name) => ({ name: `models/${name}` })) })
      case 'file':
        return file(response, await filmBytes(), fate)
      default:
        return kind satisfies never
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else json(response, 500, { error: { code: 500, message: String(error), status: 'INTERNAL' } })
    })
  })
  const { url: home, close } = await listen(server, port)
  return {
    url: home,
    calls: ledger.calls,
    bodies: () => bodies,
    change: script.change,
    close,
  }
}

/** The chunks of a stream as one answer. */
const whole = (chunks: readonly unknown[]): unknown => chunks.at(-1) ?? {}

async function stream(
  response: ServerResponse,
  chunks: readonly unknown[],
  fate: Misbehaviour | null,
  latencyMs: number,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  const stop = fate === 'cut' ? Math.ceil(chunks.length / 2) : chunks.length
  for (const chunk of chunks.slice(0, stop)) {
    if (latencyMs > 0) await wait(latencyMs / chunks.length, undefined, { ref: false })
    response.write(`data: ${JSON.stringify(chunk)}\r\n\r\n`)
  }
  if (fate === 'cut') {
    await wait(20)
    response.destroy()
  } else response.end()
}

function file(response: ServerResponse, film: Uint8Array, fate: Misbehaviour | null): void {
  const bytes =
    fate === 'zero-bytes' ? film.slice(0, 0) : fate === 'half-file' ? film.slice(0, film.byteLength / 2) : film
  response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': bytes.byteLength })
  if (fate === 'cut') {
    response.write(bytes.slice(0, 100), () => response.destroy())
    return
  }
  response.end(bytes)
}
