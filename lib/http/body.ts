import { AppError } from '../domain/errors.ts'

/** Longest body, bytes: far above the largest brief (10,000 characters), far below what hurts. */
export const maxBodyBytes = 1_048_576

/** How much of a body that is too long is still read and thrown away, so that the answer arrives before the connection ends. */
const maxDrainBytes = 16 * maxBodyBytes

type Body = ReadableStreamDefaultReader<Uint8Array>

/**
 * The JSON of a request. Throws `unsupported_media_type` unless the type is application/json in UTF-8, `too_large` over `maxBodyBytes`
 * (announced or counted; nothing beyond is kept), `malformed_json` for anything JSON.parse refuses, an empty body included.
 */
export async function readJson(request: Request): Promise<unknown> {
  requireJsonType(request.headers.get('content-type'))
  const bytes = await readBytes(request)
  if (bytes.byteLength === 0) throw new AppError('malformed_json', { detail: 'The body is empty: send a JSON object.' })
  return jsonIn(bytes)
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    const where = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined
    const detail =
      where === undefined
        ? 'The body is not valid JSON in UTF-8.'
        : `The body is not valid JSON: it breaks at position ${where}.`
    throw new AppError('malformed_json', { detail, cause: error })
  }
}

/** The JSON of a request that may come without a body: an empty one is an empty object. Throws as `readJson` does for any other. */
export async function readJsonIfAny(request: Request): Promise<unknown> {
  if (request.body === null || request.headers.get('content-length') === '0') return {}
  const type = request.headers.get('content-type')
  if (type !== null) requireJsonType(type)
  const bytes = await readBytes(request)
  if (bytes.byteLength === 0) return {}
  requireJsonType(type)
  return jsonIn(bytes)
}

/** For calls without a body: what is sent all the same must not be a form (`unsupported_media_type`) nor too long (`too_large`). */
export async function refuseForms(request: Request): Promise<void> {
  if (request.body === null || request.headers.get('content-length') === '0') return
  const type = request.headers.get('content-type')
  if (type !== null) requireJsonType(type)
  await readBytes(request)
}

function requireJsonType(header: string | null): void {
  const [type, ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const charset = parameters
    .find((one) => one.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '')
  if (type === 'application/json' && (charset === undefined || charset === 'utf-8' || charset === 'utf8')) return
  throw new AppError('unsupported_media_type', {
    detail: 'Send the body as JSON in UTF-8, with the header Content-Type: application/json.',
  })
}

/** The body as it is. Throws `too_large` over `most` bytes (announced or counted), `bad_request` when it breaks off. */
export async function readBytes(request: Request, most = maxBodyBytes): Promise<Uint8Array> {
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array()
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge(reader, most)
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await readChunk(reader)
    if (done) break
    length += value.byteLength
    if (length > most) throw tooLarge(reader, most)
    chunks.push(value)
  }
  return Buffer.concat(chunks, length)
}

async function readChunk(reader: Body): ReturnType<Body['read']> {
  try {
    return await reader.read()
  } catch (error) {
    throw new AppError('bad_request', { detail: 'The body ended before it was complete.', cause: error })
  }
}

function tooLarge(reader: Body, most: number): AppError {
  void drain(reader)
  const megabytes = Math.floor(most / 1_048_576)
  return new AppError('too_large', {
    detail: `A body may have at most ${megabytes} MB (${most.toLocaleString('en')} bytes).`,
  })
}

async function drain(reader: Body): Promise<void> {
  try {
    for (let left = maxDrainBytes; left > 0;) {
      const { done, value } = await reader.read()
      if (done) return
      left -= value.byteLength
    }
    await reader.cancel()
  } catch {
    // The sender hung up: nothing is left to read.
  }
}
