import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { isProviderError } from '../../../lib/domain/errors.ts'
import { bakery, hearCall } from '../../support/google.ts'
import { openAiAt } from '../../support/openai.ts'
import { startSite, type Site } from '../../support/site.ts'

let site: Site | null = null
afterEach(async () => site?.close())

const mostBytes = 96_000_000
const request = { brief: bakery({ postCount: 1 }), posts: [{ index: 1, kind: 'text_image' as const }] }

/** Sends the same again and again, as long as somebody takes it, and answers how much was sent. */
function flood(response: ServerResponse, chunk: string): () => number {
  let sent = 0
  const more = (): void => {
    while (!response.destroyed && sent < mostBytes) {
      sent += chunk.length
      if (!response.write(chunk)) return void response.once('drain', more)
    }
  }
  more()
  return () => sent
}

const sse = 'text/event-stream'
const letters = 'a'.repeat(60_000)
const piece = (delta: object): string => `data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`.repeat(1_000)

test.each([
  ['one piece of JSON', 200, 'application/json', '{"a":"', letters, 'unavailable'],
  ['one line of a stream', 200, sse, 'data: ', letters, 'unavailable'],
  ['lines of one event', 200, sse, '', `data: ${letters}\n`, 'unavailable'],
  ['thoughts', 200, sse, '', piece({ reasoning: 'Hm.' }), 'unavailable'],
  ['empty words', 200, sse, '', piece({ content: '' }), 'unavailable'],
  ['a page', 200, 'text/html', '', letters, 'refused'],
  ['an error', 500, 'text/plain', '', letters, 'unavailable'],
])('a server that says %s without an end is left', async (_, status, type, first, chunk, code) => {
  let sent = (): number => 0
  site = await startSite((_asked, response) => {
    response.writeHead(status, { 'content-type': type }).write(first)
    sent = flood(response, chunk)
  })
  const writer = await openAiAt(`http://127.0.0.1:${site.port}/v1`)
  const error: unknown = await writer.analyze(request, hearCall()).catch((thrown: unknown) => thrown)
  if (!isProviderError(error)) throw error
  expect(error.failure.code).toBe(code)
  expect(sent()).toBeLessThan(mostBytes)
})
