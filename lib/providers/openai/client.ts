import { z } from 'zod'
import { beginningOf } from './beginning.ts'
import { readServerError } from './server-error.ts'

/** Longest silence that is waited through, ms: a model may be loaded from disk first, and others may stand in line before us. */
export type Patience = { answer: number; list: number }

/** Shorter than what the engine gives a silent provider (5 minutes), so that the words are ours. */
export const usualPatience: Patience = { answer: 270_000, list: 5_000 }

/** What every call to the server of an own model needs. */
export type ModelServer = {
  /** Without a slash at its end, e.g. http://127.0.0.1:11434/v1 */
  baseUrl: string
  apiKey: string | null
  /** The model's id; null until the server was asked which one it has. */
  model: string | null
  /** How this server takes a question, by its place in `forms`: learned from its refusals, kept while the process lives. */
  form: number
  patience: Patience
}

type Asked = { signal: AbortSignal; ref?: string; body?: unknown }

/** One request, never repeated and never redirected. Throws ServerError when the answer is no success. */
export async function request(
  { baseUrl, apiKey }: Pick<ModelServer, 'baseUrl' | 'apiKey'>,
  path: string,
  { signal, ref, body }: Asked,
): Promise<Response> {
  const response = await fetch(`${baseUrl}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    signal,
    headers: {
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
      ...(ref !== undefined && { 'x-unfold-job': ref }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (response.ok) return response
  throw await readServerError(response)
}

const ListSchema = z.object({ data: z.array(z.object({ id: z.string() })) })
/** Servers list these beside the ones that write. */
const writesNothing = /embed|rerank|whisper|tts|moderation/i

/** An id stands with every job and fact, and on the page. */
const showable = /^\P{C}{1,200}$/u

/** The ids of the models that the server offers for writing, in its order. Throws what `fetch` throws, ServerError, or a ZodError. */
export async function listModels(server: Pick<ModelServer, 'baseUrl' | 'apiKey' | 'patience'>): Promise<string[]> {
  const response = await request(server, '/models', { signal: AbortSignal.timeout(server.patience.list) })
  const { data } = ListSchema.parse(JSON.parse(await beginningOf(response)))
  return data.map(({ id }) => id).filter((id) => showable.test(id) && !writesNothing.test(id))
}
