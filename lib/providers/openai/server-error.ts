import { z } from 'zod'
import { beginningOf } from './beginning.ts'

/** An answer of the server that is no success. `status` is null when it came in the middle of a stream. */
export class ServerError extends Error {
  readonly status: number | null
  /** The server's own name for it, e.g. model_not_found; empty when it has none. */
  readonly code: string
  readonly retryAfterMs: number | null
  constructor(message: string, { status, code, retryAfterMs }: Pick<ServerError, 'status' | 'code' | 'retryAfterMs'>) {
    super(message)
    this.name = 'ServerError'
    this.status = status
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

const nameOf = z.union([z.string(), z.number().transform(String)]).nullish()
const ErrorSchema = z.union([
  z.string().transform((message) => ({ message, code: '' })),
  z
    .object({ message: z.string(), code: nameOf, type: nameOf })
    .transform(({ message, code, type }) => ({ message, code: code ?? type ?? '' })),
])
/** OpenAI, Ollama and LM Studio say `error`, older vLLM `message`, servers on FastAPI `detail`. */
const BodySchema = z.union([
  z.object({ error: ErrorSchema }).transform(({ error }) => error),
  z.object({ message: z.string(), type: nameOf }).transform(({ message, type }) => ({ message, code: type ?? '' })),
  z.object({ detail: z.union([z.string(), z.array(z.unknown())]) }).transform(({ detail }) => ({
    message: typeof detail === 'string' ? detail : JSON.stringify(detail),
    code: '',
  })),
])

export async function readServerError(response: Response): Promise<ServerError> {
  const text = await beginningOf(response).catch(() => '')
  const error = errorIn(text) ?? { message: /^\s*</.test(text) ? response.statusText : text, code: '' }
  return new ServerError(error.message, {
    code: error.code,
    status: response.status,
    retryAfterMs: waitOf(response.headers),
  })
}

/** The error that a body or an event of a stream carries; null when it carries none. */
export function errorIn(text: string): { message: string; code: string } | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  return BodySchema.safeParse(json).data ?? null
}

/** Seconds or a date, as HTTP has it, or OpenAI's milliseconds. */
function waitOf(headers: Headers): number | null {
  const ms = headers.get('retry-after-ms')
  if (ms !== null && /^\d+$/.test(ms)) return Number(ms)
  const after = headers.get('retry-after')
  if (after === null) return null
  if (/^\d+(?:\.\d+)?$/.test(after)) return Math.ceil(Number(after) * 1_000)
  const at = Date.parse(after)
  const sent = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(at) || Number.isNaN(sent) ? null : Math.max(0, at - sent)
}
