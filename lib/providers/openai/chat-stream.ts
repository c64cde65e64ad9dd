import { EventSourceParserStream } from 'eventsource-parser/stream'
import { z } from 'zod'
import { ProviderError } from '../../domain/errors.ts'
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

/** The pieces of an answer as they come; a server that does not stream gives one. Throws ServerError and ProviderError. */
export async function* readChat(response: Response, server: ModelServer): AsyncGenerator<ChatPiece> {
  const type = response.headers.get('content-type') ?? ''
  if (/\bhtml\b/.test(type) || response.body === null) throw new ProviderError(notThere(server))
  if (/\bjson\b/.test(type)) {
    yield pieceOf(await response.text())
    return
  }
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  for await (const { data } of events) {
    if (data.trim() === '[DONE]') {
      yield { text: '', thought: false, refusal: null, end: 'stop', usage: null }
      return
    }
    yield pieceOf(data)
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
    end: choice?.finish_reason ?? null,
    usage: chunk.usage ?? null,
  }
}

function parsed(data: string): z.infer<typeof ChunkSchema> {
  try {
    return ChunkSchema.parse(JSON.parse(data))
  } catch {
    throw new ProviderError({
      code: 'unavailable',
      message: 'The server of your model answers in a way that cannot be read.',
      reason: data.replace(/\s+/g, ' ').slice(0, 120) || null,
    })
  }
}
