import { ThinkingLevel, type Content } from '@google/genai'
import { ProviderError } from '../../domain/errors.ts'
import type { CallContext } from '../../domain/provider.ts'
import { underLimit } from '../deadline.ts'
import { seedNumber } from '../seed-number.ts'
import { answerSchemaOf } from '../writing/answer-schema.ts'
import { askTwice, type Ask, type AttachedFile, type Question, type TakeTurn, type Turn } from '../writing/ask-json.ts'
import { createStringStream } from '../writing/string-stream.ts'
import { listingOf } from './catalogue.ts'
import { createBill, tokensOf, type Bill } from './bill.ts'
import { asPart, headersOf, rethrow, type Gemini } from './client.ts'
import { endedBadly, throwIfBlocked } from './failures.ts'
import { turnAtMost } from './prices.ts'

/** Asks Gemini's text model for an answer of a given shape, as turns on a bill that somebody else tells. Throws ProviderError. */
export async function askOn<Answer>(
  gemini: Gemini,
  bill: Bill,
  question: Question<Answer>,
  call: CallContext,
  mend?: (answer: Answer) => Answer,
): Promise<Answer> {
  const most = turnAtMost(gemini.catalogue.limits, question.kind, question.load)
  const take: TakeTurn = async (said, onText) => {
    // Nothing goes out any more, and nothing of it can be lost.
    call.signal.throwIfAborted()
    const turn = bill.nextTurn('text')
    const contents = said.map((text, at) => asContent(text, at, at === 0 ? question.files : []))
    return takeTurn(gemini, question, contents, { call, bill, onText }).catch((error: unknown) =>
      rethrow(error, 'text', gemini, call.signal, () => turn.lose(most)),
    )
  }
  try {
    return await askTwice('Google', take, question, call, mend)
  } catch (error) {
    return rethrow(error, 'text', gemini, call.signal)
  }
}

/** Several questions on one bill, which is told when `work` is done, whatever became of it. */
export async function converse<T>(gemini: Gemini, call: CallContext, work: (ask: Ask) => Promise<T>): Promise<T> {
  const bill = createBill('text', gemini.prices, call)
  try {
    return await work((question, at, mend) => askOn(gemini, bill, question, at, mend))
  } finally {
    await bill.tell()
  }
}

const asContent = (text: string, at: number, files: readonly AttachedFile[] = []): Content => ({
  role: at % 2 === 0 ? 'user' : 'model',
  parts: [{ text }, ...files.map(asPart)],
})

type Taking = { call: CallContext; bill: Bill; onText: Question<unknown>['onText'] }

async function takeTurn(
  { sdk, models, patience, catalogue }: Gemini,
  { kind, system, schema }: Pick<Question<unknown>, 'kind' | 'system' | 'schema'>,
  contents: Content[],
  { call, bill, onText }: Taking,
): Promise<Turn> {
  return underLimit(call.signal, patience.text, async (abortSignal, heard) => {
    const chunks = await sdk.models.generateContentStream({
      model: models.text,
      contents,
      config: {
        systemInstruction: system,
        responseMimeType: 'application/json',
        responseJsonSchema: answerSchemaOf(schema, { ordered: true }),
        maxOutputTokens: catalogue.limits[kind].output,
        seed: seedNumber(call.seed),
        abortSignal,
        // Each continuation would be one more paid call that nobody booked.
        automaticContinuation: false,
        httpOptions: { headers: headersOf(call) },
        ...(listingOf(catalogue, 'text', models.text)?.thinking && {
          thinkingConfig: { thinkingLevel: ThinkingLevel.LOW },
        }),
      },
    })
    const strings = createStringStream(onText)
    let end = ''
    for await (const chunk of chunks) {
      heard()
      if (abortSignal.aborted) break
      if (chunk.usageMetadata) bill.count(tokensOf(chunk.usageMetadata, 'text'))
      throwIfBlocked(chunk)
      const candidate = chunk.candidates?.[0]
      for (const { text, thought } of candidate?.content?.parts ?? []) if (text && !thought) strings.write(text)
      end = candidate?.finishReason ?? end
      if (end !== '' && end !== 'STOP' && end !== 'MAX_TOKENS') throw new ProviderError(endedBadly(end))
    }
    const text = strings.value()
    if (end === '' && !strings.complete())
      throw new ProviderError({
        code: 'unavailable',
        message: 'Google’s answer broke off in the middle.',
        charged: true,
      })
    if (text === '') throw new ProviderError({ code: 'unavailable', message: 'Google gave an empty answer.' })
    return { text, cut: end === 'MAX_TOKENS' }
  })
}
