import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { fill, inPieces, type Schema } from '../vendor/answers.ts'
import { headerOf, json, listen, textOf } from '../vendor/http.ts'
import { faultOf, type Habit } from './faults.ts'

/** One question, as the server heard it. */
export type Asked = {
  kind: 'analysis' | 'text' | 'critic'
  ref: string
  authorization: string
  body: {
    model: string
    stream: boolean
    messages: { role: string; content: string }[]
    response_format?: { type: string; json_schema?: { schema: Schema; strict: boolean } }
    seed?: number
    stream_options?: unknown
  }
}

export type OwnModelScript = {
  models: string[]
  /** Shapes of answers it takes; others are refused with 400. */
  shapes: ('json_schema' | 'json_object')[]
  /** It knows a system's part, `seed` and `stream_options`. */
  system: boolean
  extras: boolean
  key: string | null
  /** What becomes of the next questions, first come first served; `null` is a good answer. */
  next: (Habit | null)[]
  always: Habit | null
  /** What an answer waits for after each third of it, by the job that asked. A critic answers at once. */
  thirdSaid: (ref: string) => Promise<void>
}

const usual: OwnModelScript = {
  models: ['nomic-embed-text:latest', 'qwen3:8b', 'llama3.2:3b'],
  shapes: ['json_schema', 'json_object'],
  system: true,
  extras: true,
  key: null,
  next: [],
  always: null,
  thirdSaid: async () => undefined,
}

export type OwnModel = {
  /** As it stands in OPENAI_BASE_URL. */
  url: string
  asked(): readonly Asked[]
  /** Resolves when so many questions were heard. */
  untilAsked(count: number): Promise<void>
  change(script: Partial<OwnModelScript>): void
  close(): Promise<void>
}

/** A server that speaks the chat-completions protocol as Ollama, LM Studio and vLLM do, and misbehaves when it is told to. Loopback only. */
export async function startOwnModel(first: Partial<OwnModelScript> = {}): Promise<OwnModel> {
  let script: OwnModelScript = { ...usual, ...first }
  const asked: Asked[] = []
  const waiting = new Set<() => void>()

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await textOf(request)
    const authorization = headerOf(request, 'authorization')
    if (script.key !== null && authorization !== `Bearer ${script.key}`) {
      return json(response, 401, faultOf('401', '')?.body)
    }
    if (request.url === '/v1/models') {
      return json(response, 200, { object: 'list', data: script.models.map((id) => ({ id, object: 'model' })) })
    }
    if (request.url !== '/v1/chat/completions') return json(response, 404, { error: 'Unexpected endpoint' })
    const body: Asked['body'] = JSON.parse(text)
    const shape = body.response_format?.type
    const misfit =
      (shape !== undefined && !script.shapes.some((one) => one === shape)) ||
      (!script.system && body.messages[0]?.role === 'system') ||
      (!script.extras && (body.seed !== undefined || body.stream_options !== undefined))
    const schema = schemaIn(body)
    const question: Asked = {
      kind: schema.properties?.sendBack ? 'critic' : schema.properties?.angles ? 'analysis' : 'text',
      ref: headerOf(request, 'x-unfold-job'),
      authorization,
      body,
    }
    asked.push(question)
    for (const look of waiting) look()
    if (misfit) return json(response, 400, { error: { message: `'response_format.type' must be another` } })
    const habit = script.next.length > 0 ? (script.next.shift() ?? null) : script.always
    const known = script.models.includes(body.model)
    const fault = known ? habit && faultOf(habit, body.model) : faultOf('404-model', body.model)
    if (fault) {
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers })
      return void response.end(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body))
    }
    if (habit === 'hang') return
    if (habit === 'drop') return void request.socket.destroy()
    const thirdSaid = (): Promise<void> =>
      question.kind === 'critic' ? Promise.resolve() : script.thirdSaid(question.ref)
    await say(response, JSON.stringify(fill(schema), null, 1), { habit, thirdSaid })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else json(response, 500, { error: String(error) })
    })
  })
  const { url, close } = await listen(server, 0)
  return {
    url: `${url}/v1`,
    asked: () => asked,
    async untilAsked(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const look = (): void => {
        if (asked.length >= count) resolve()
      }
      waiting.add(look)
      look()
      await promise
      waiting.delete(look)
    },
    change: (to) => void (script = { ...script, ...to }),
    close,
  }
}

/** The schema as it stands in the prompt: a model without a grammar sees no other. */
function schemaIn({ messages }: Asked['body']): Schema {
  const found = /and with nothing else:\n(\{.*\})(?:\n|$)/.exec(messages[0]?.content ?? '')?.[1]
  return JSON.parse(found ?? '{}')
}

const usage = { prompt_tokens: 900, completion_tokens: 400, total_tokens: 1_300 }
type Piece = { delta?: Record<string, unknown>; finish_reason?: string | null }
/** Some servers send what they have not as an empty word, others leave it out. */
const content = (text: string): Piece[] =>
  inPieces(text).map((piece) => ({ delta: { role: 'assistant', content: piece, refusal: '', reasoning_content: '' } }))
const over = (finish_reason = 'stop'): Piece => ({ delta: {}, finish_reason })

function piecesOf(good: string, habit: Habit | null): Piece[] {
  const long = 'A very long sentence about bread that goes on and on. '.repeat(80)
  switch (habit) {
    case 'truncated':
      return [...content(good.slice(0, good.length * 0.6)), over()]
    case 'length':
      return [...content(good.slice(0, good.length * 0.6)), over('length')]
    case 'endless':
      return [...content(`${good.slice(0, 60)}${' again'.repeat(11_000)}`), over()]
    case 'invalid':
      return [...content('{"unexpected": true}'), over()]
    case 'overlong':
      return [...content(good.replaceAll('The dough is proved', `${long}The dough is proved`)), over()]
    case 'prose':
      return [...content('Sure! Here is what I think about your bakery.'), over()]
    case 'empty':
      return [over()]
    case 'refusal':
      return [{ delta: { refusal: 'I cannot help with that.' } }, over()]
    case 'filtered':
      return [...content(good.slice(0, 80)), over('content_filter')]
    case 'fenced':
      return [...content(`Here it is:\n\`\`\`json\n${good}\n\`\`\`\nGood luck!`), over()]
    case 'think-tags':
      return [...content(`<think>\nThey want {"summary": "x"} …\n</think>\n\n${good}`), over()]
    case 'think-end':
      return [...content(`They want {"tone": 1} and [1] …\n</think>\n\n${good}`), over()]
    case 'think-last':
      return [...content(`${good}\n</think>\n`), over()]
    case 'reasoning':
      return [
        ...['They want ', '{"summary"} ', 'I see.'].map((text) => ({
          delta: { content: null, reasoning_content: text },
        })),
        ...content(good),
        over(),
      ]
    default:
      return [...content(good), over()]
  }
}

type Manner = { habit: Habit | null; thirdSaid(): Promise<void> }

async function say(response: ServerResponse, good: string, { habit, thirdSaid }: Manner): Promise<void> {
  if (habit === 'page') {
    response.writeHead(200, { 'content-type': 'text/html' })
    return void response.end('<!doctype html><h1>Welcome to the router</h1>')
  }
  if (habit === 'whole') {
    return json(response, 200, {
      choices: [{ message: { role: 'assistant', content: good }, finish_reason: 'stop' }],
      usage,
    })
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  const send = (data: unknown): void =>
    void response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
  const pieces = piecesOf(good, habit)
  const unsaid = habit === 'blank-reasons' ? '' : null
  const isHalf =
    habit === 'blank-reasons' || habit === 'cut' || habit === 'broken-off' || habit === 'stops' || habit === 'garbage'
  const third = Math.ceil(pieces.length / 3)
  for (const [at, piece] of (isHalf ? pieces.slice(0, pieces.length / 2) : pieces).entries()) {
    if (at > 0 && (at % third === 0 || at === pieces.length - 1)) await thirdSaid()
    send({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      choices: [{ index: 0, finish_reason: unsaid, ...piece }],
    })
  }
  if (habit === 'cut') {
    await wait(20)
    return void response.destroy()
  }
  if (habit === 'left-open') return
  if (habit === 'garbage') send('} this is no JSON {')
  if (habit === 'stops') send({ error: { message: 'an error was encountered while running the model' } })
  if (!isHalf) {
    send({ choices: [], usage })
    send('[DONE]')
  }
  response.end()
}
