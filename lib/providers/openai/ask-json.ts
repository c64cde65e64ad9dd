import { ProviderError } from '../../domain/errors.ts'
import type { CallContext } from '../../domain/provider.ts'
import { underLimit } from '../deadline.ts'
import { seedNumber } from '../seed-number.ts'
import { askTwice, type Ask, type Question, type TakeTurn, type Turn } from '../writing/ask-json.ts'
import { createStringStream } from '../writing/string-stream.ts'
import { readChat, type ChatUsage } from './chat-stream.ts'
import { listModels, request, type ModelServer } from './client.ts'
import { failureOf } from './failures.ts'
import { bodyOf, forms, isAboutTheForm } from './forms.ts'
import { skipThoughts } from './thoughts.ts'

/** Who writes, in words of the page. */
export const writerName = 'Your model'

/** More than the longest analysis has; a small model that repeats itself does not stop by itself. Characters. */
const mostCharacters = 60_000
/** What of an answer without an end is shown to its model again. */
const mostRepeated = 2_000

/** Puts several questions of one job to an own model; says what tokens all turns took, at no price, when `work` is done. */
export async function converse<T>(server: ModelServer, call: CallContext, work: (ask: Ask) => Promise<T>): Promise<T> {
  const usages: (ChatUsage | null)[] = []
  const ask: Ask = async (question, at, mend) => {
    const take: TakeTurn = (said, onText) => {
      const turn = usages.push(null) - 1
      return takeTurn(server, question, said, { call: at, onText, count: (usage) => void (usages[turn] = usage) })
    }
    try {
      return await askTwice(writerName, take, question, at, mend)
    } catch (error) {
      if (at.signal.aborted) throw at.signal.reason
      throw await failureOf(error, server)
    }
  }
  try {
    return await work(ask)
  } finally {
    const known = usages.filter((usage) => usage !== null)
    if (known.length > 0) await call.answered({ micros: 0, counts: countsOf(known) })
  }
}

function countsOf(usages: readonly ChatUsage[]): Record<string, number> {
  const sum = (of: (usage: ChatUsage) => number): number => usages.reduce((total, usage) => total + of(usage), 0)
  return {
    promptTokens: sum((usage) => usage.prompt_tokens),
    candidateTokens: sum((usage) => usage.completion_tokens),
    thoughtTokens: sum((usage) => usage.completion_tokens_details?.reasoning_tokens ?? 0),
  }
}

type Taking = { call: CallContext; onText: Question<unknown>['onText']; count(usage: ChatUsage): void }

function takeTurn(
  server: ModelServer,
  question: Pick<Question<unknown>, 'kind' | 'system' | 'schema'>,
  said: readonly string[],
  { call, onText, count }: Taking,
): Promise<Turn> {
  return underLimit(call.signal, server.patience.answer, async (signal, heard) => {
    const response = await ask(server, question, said, { signal, call })
    const passages = [createStringStream(onText)]
    const write = skipThoughts(
      (text) => passages.at(-1)?.write(text),
      () => passages.push(createStringStream(onText)),
    )
    let whole = ''
    let end: string | null = null
    let thinks = false
    for await (const piece of readChat(response, server)) {
      heard()
      if (signal.aborted) break
      // Thoughts are a sign of life and no part of the answer.
      if (piece.thought) call.report(thinks ? {} : { message: 'Your model is thinking' })
      thinks ||= piece.thought
      if (piece.usage) count(piece.usage)
      end ??= piece.end
      if (piece.refusal !== null) throw refusal(piece.refusal)
      if (end === 'content_filter') throw refusal('The answer was stopped by a content filter.')
      whole += piece.text
      write(piece.text)
      if (whole.length > mostCharacters) return { text: `${whole.slice(0, mostRepeated)} …`, cut: true }
    }
    // Behind the end of what was taken for thoughts there may be nothing more.
    const answer = passages.findLast((one) => one.value() !== '')
    const isComplete = answer?.complete() === true
    if (end === null && !isComplete)
      throw new ProviderError({ code: 'unavailable', message: 'Your model’s answer broke off in the middle.' })
    if (whole.trim() === '')
      throw new ProviderError({ code: 'unavailable', message: 'Your model gave an empty answer.' })
    const cut = end === 'length' && !isComplete
    if (cut && said.length > 1) throw noRoom()
    return { text: answer?.value() ?? whole, cut }
  })
}

const refusal = (reason: string): ProviderError =>
  new ProviderError({
    code: 'refused',
    message: 'Your model declines this one. Change what the brief says about it, or make it again with an instruction.',
    reason,
  })

/** The same words would meet the same wall: that is not for a retry to mend. */
const noRoom = (): ProviderError =>
  new ProviderError({
    code: 'refused',
    message:
      'Your model ran out of room in the middle of its answer, and again when it was asked for a shorter one. Give it a longer context where it is served, and retry.',
  })

/** The same for the same wish; for another try another, so that it does not fail in the same way. */
const seedOf = ({ seed, call }: CallContext): number => seedNumber(call === 1 ? seed : `${seed}/${call}`)

type Asking = { signal: AbortSignal; call: CallContext }

/** Puts the question in the form that this server takes: a refusal of the form leads to the next one, and what went well is kept. */
async function ask(
  server: ModelServer,
  question: Pick<Question<unknown>, 'kind' | 'system' | 'schema'>,
  said: readonly string[],
  { signal, call }: Asking,
): Promise<Response> {
  const model = server.model ?? (await firstListed(server))
  const asking = { model, seed: seedOf(call), said }
  for (let form = server.form; ; form++) {
    try {
      const body = bodyOf(form, question, asking)
      const response = await request(server, '/chat/completions', { signal, ref: call.ref, body })
      server.form = form
      return response
    } catch (error) {
      if (form + 1 >= forms.length || !isAboutTheForm(error)) throw error
    }
  }
}

/** The model that the server names first, when none is named in the environment. */
async function firstListed(server: ModelServer): Promise<string> {
  const [first] = await listModels(server)
  if (first === undefined) {
    throw new ProviderError({
      code: 'refused',
      message: 'The server of your model lists none. Load one there, or name it in OPENAI_TEXT_MODEL, and retry.',
    })
  }
  server.model = first
  return first
}
