import { expect, test } from 'vitest'
import { maxBodyBytes, readJson, refuseForms } from '../../lib/http/body.ts'

const post = (
  body: BodyInit | null,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Request =>
  new Request('http://127.0.0.1/', {
    method: 'POST',
    headers,
    body,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  })

/** A body that never ends by itself; counts what was taken of it. */
function endless(chunk: Uint8Array): { body: ReadableStream<Uint8Array>; taken(): number; canceled: Promise<void> } {
  let taken = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken += chunk.byteLength
        controller.enqueue(chunk)
      },
      cancel: () => resolve(),
    },
    { highWaterMark: 0 },
  )
  return { body, taken: () => taken, canceled: promise }
}

test('JSON is read, with a byte order mark and a charset too', async () => {
  expect(await readJson(post('\uFEFF{"a":1}', { 'content-type': 'Application/JSON; charset="UTF-8"' }))).toEqual({
    a: 1,
  })
})

test.each([
  ['an empty body', '', 'malformed_json'],
  ['half an object', '{"a":', 'malformed_json'],
  ['words', 'hello', 'malformed_json'],
  ['bytes that are not UTF-8', new Uint8Array([34, 0xff, 34]), 'malformed_json'],
])('%s is malformed JSON', async (_, body, code) => {
  await expect(readJson(post(body))).rejects.toMatchObject({ code, status: 400 })
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=latin1',
  '',
])('the type %j is not taken', async (type) => {
  await expect(readJson(post('{}', { 'content-type': type }))).rejects.toMatchObject({ code: 'unsupported_media_type' })
})

test('a body without a type is not taken', async () => {
  await expect(readJson(post(new Uint8Array([123, 125]), {}))).rejects.toMatchObject({ status: 415 })
})

test('a body of the limit is read and one byte more is too large', async () => {
  const text = (length: number): string => `"${'x'.repeat(length - 2)}"`
  expect(await readJson(post(text(maxBodyBytes)))).toHaveLength(maxBodyBytes - 2)
  await expect(readJson(post(text(maxBodyBytes + 1)))).rejects.toMatchObject({ code: 'too_large' })
})

test('an announced length over the limit is refused before a byte is kept', async () => {
  const headers = { 'content-type': 'application/json', 'content-length': String(maxBodyBytes + 1) }
  await expect(readJson(post('{}', headers))).rejects.toMatchObject({ status: 413 })
})

test('a body without an end is refused at the limit, then thrown away for a while, then cut off', async () => {
  const flood = endless(new Uint8Array(65_536))
  await expect(readJson(post(flood.body))).rejects.toMatchObject({ status: 413 })
  await flood.canceled
  expect(flood.taken()).toBeLessThanOrEqual(18 * maxBodyBytes)
})

test('a body that breaks off is a request that cannot be read', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
  await expect(readJson(post(body))).rejects.toMatchObject({ code: 'bad_request' })
})

test('half a million nested lists are read without a crash', async () => {
  const deep = '['.repeat(500_000) + ']'.repeat(500_000)
  expect(Array.isArray(await readJson(post(deep)))).toBe(true)
})

test('a call without a body takes none, an empty one and JSON, but no form', async () => {
  await refuseForms(post(null, {}))
  await refuseForms(post('', { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '0' }))
  await refuseForms(post('{}'))
  await expect(refuseForms(post('a=1', { 'content-type': 'application/x-www-form-urlencoded' }))).rejects.toMatchObject(
    { status: 415 },
  )
})
