import { EventSourceParserStream, ParseError } from 'eventsource-parser/stream'
import { z } from 'zod'
import { ProviderError } from '../../domain/errors.ts'
import { beginningOf } from './beginning.ts'
import { notThere } from './failures.ts'
import type { ModelServer } from './client.ts'
import { errorIn, ServerError } from './server-error.ts'

const MessageSchema = z.object({
  content: z.string().nullish(),
  /** Thoughts: vLLM and LM Studio say the first, Ollama and others the second. */
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  refusal: z.string().nullish(),
})
const UsageSchema = z.object({
  prompt_tokens: z.number().default(0),
  completion_tokens: z.number().default(0),
  completion_tokens_details: z.object({ reasoning_tokens: z.number().nullish() }).nullish(),
})
export type ChatUsage = z.infer<typeof UsageSchema>
/** A piece of an answer, or, with `message`, the whole of it. */
const ChunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: MessageSchema.nullish(),
        message: MessageSchema.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: UsageSchema.nullish().catch(null),
})

/** One piece of an answer. `end` is the server's word for why it ends, null while it goes on. */
export type ChatPiece = {
  text: string
  thought: boolean
  refusal: string | null
  end: string | null
  usage: ChatUsage | null
}

/** Of one event, characters: a server that does not stream sends a whole answer in one. */
const longestEvent = 1_000_000
/** Of one answer: a piece is a word or less, thoughts included. */
const mostPieces = 400_000
/** How long a server that has said why it ends may take to say what it counted, ms. */
const goodbyeMs = 1_000

/**
 * The pieces of an answer as they come; a server that does not stream gives one. Ends with the answer, also when the connection stays open behind it.
 * Throws ServerError and ProviderError.
 */
export async function* readChat(response: Response, server: ModelServer): AsyncGenerator<ChatPiece> {
  const type = response.headers.get('content-type') ?? ''
  if (/\bhtml\b/.test(type) || response.body === null) throw new ProviderError(notThere(server))
  if (/\bjson\b/.test(type)) {
    yield pieceOf(await beginningOf(response))
    return
  }
  const silence = new AbortController()
  const events = response.body
    .pipeThrough(new TextDecoderStream(), { signal: silence.signal })
    .pipeThrough(new EventSourceParserStream({ maxBufferSize: longestEvent }))
  let timer: NodeJS.Timeout | undefined
  let pieces = 0
  try {
    for await (const { data } of events) {
      if (data.trim() === '[DONE]') {
        yield { text: '', thought: false, refusal: null, end: 'stop', usage: null }
        return
      }
      if (++pieces > mostPieces) throw unreadable('')
      const piece = pieceOf(data)
      if (piece.end !== null) timer ??= setTimeout(() => silence.abort(), goodbyeMs)
      yield piece
    }
  } catch (error) {
    if (error instanceof ParseError) throw unreadable('')
    if (!silence.signal.aborted) throw error
  } finally {
    clearTimeout(timer)
  }
}

function pieceOf(data: string): ChatPiece {
  const error = errorIn(data)
  if (error) throw new ServerError(error.message, { status: null, code: error.code, retryAfterMs: null })
  const chunk = parsed(data)
  const choice = chunk.choices?.[0]
  const said = choice?.delta ?? choice?.message
  return {
    text: said?.content ?? '',
    thought: Boolean(said?.reasoning_content) || Boolean(said?.reasoning),
    refusal: said?.refusal === '' ? null : (said?.refusal ?? null),
    // Some servers send an empty word with each piece until there is a reason.
    end: choice?.finish_reason || null,
    usage: chunk.usage ?? null,
  }
}

function parsed(data: string): z.infer<typeof ChunkSchema> {
  try {
    return ChunkSchema.parse(JSON.parse(data))
  } catch {
    throw unreadable(data)
  }
}

const unreadable = (data: string): ProviderError =>
  new ProviderError({
    code: 'unavailable',
    message: 'The server of your model answers in a way that cannot be read.',
    reason: data.slice(0, 200).replace(/\s+/g, ' ').slice(0, 120) || null,
  })
