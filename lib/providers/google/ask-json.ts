import { ThinkingLevel, type Content } from '@google/genai'
import type { z } from 'zod'
import { ProviderError } from '../../domain/errors.ts'
import type { CallContext } from '../../domain/provider.ts'
import { createBill, tokensOf, type Bill } from './bill.ts'
import { headersOf, rethrow, seedNumber, type Gemini } from './client.ts'
import { googleModels } from './data/models.ts'
import { underLimit } from './deadline.ts'
import { endedBadly, throwIfBlocked } from './failures.ts'
import { responseSchemaOf } from './response-schema.ts'
import { createStringStream, type JsonPath } from './string-stream.ts'

export type Question<Answer> = {
  system: string
  prompt: string
  schema: z.ZodType<Answer>
  maxOutputTokens: number
  /** What the schema cannot say: one sentence for each thing that is wrong. */
  check(answer: Answer): string[]
  /** Hears the answer's strings while they are written. */
  onText(path: JsonPath, text: string): void
}

type Turn = { text: string; end: string }
type Reading<Answer> = { answer: Answer; problems: string[] } | { answer: null; problems: string[] }

/**
 * Asks Gemini's text model for an answer of a given shape. What is wrong with it is sent back once; the second answer is not told word by word,
 * because the first was. `mend` makes the best of an answer that only `check` still minds. Throws ProviderError; says what both turns cost.
 */
export async function askJson<Answer>(
  gemini: Gemini,
  question: Question<Answer>,
  call: CallContext,
  mend?: (answer: Answer) => Answer,
): Promise<Answer> {
  const bill = createBill('text', gemini.prices, call)
  const asked: Content = { role: 'user', parts: [{ text: question.prompt }] }
  try {
    const first = await takeTurn(gemini, question, [asked], { call, bill, onText: question.onText })
    const read = readAnswer(question, first)
    if (read.problems.length === 0 && read.answer !== null) return read.answer
    call.report({ message: 'Asking once more: the first answer needs a correction' })
    bill.nextTurn()
    const answered: Content = { role: 'model', parts: [{ text: first.text }] }
    const better: Content = { role: 'user', parts: [{ text: correction(read.problems) }] }
    const second = await takeTurn(gemini, question, [asked, answered, better], { call, bill, onText: () => {} })
    const again = readAnswer(question, second)
    if (again.answer !== null && (again.problems.length === 0 || mend)) return mend ? mend(again.answer) : again.answer
    throw new ProviderError({
      code: 'unavailable',
      message: 'Google’s answer could not be used, and the corrected one neither.',
      reason: again.problems[0] ?? null,
    })
  } catch (error) {
    return rethrow(error, 'text', gemini, call.signal)
  } finally {
    await bill.tell()
  }
}

type Taking = { call: CallContext; bill: Bill; onText: Question<unknown>['onText'] }

async function takeTurn(
  { sdk, models, patience }: Gemini,
  { system, schema, maxOutputTokens }: Omit<Question<never>, 'check' | 'schema'> & { schema: z.ZodType },
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
        responseJsonSchema: responseSchemaOf(schema),
        maxOutputTokens,
        seed: seedNumber(call.seed),
        abortSignal,
        // Each continuation would be one more paid call that nobody booked.
        automaticContinuation: false,
        httpOptions: { headers: headersOf(call) },
        ...(googleModels[models.text]?.thinking && { thinkingConfig: { thinkingLevel: ThinkingLevel.LOW } }),
      },
    })
    const strings = createStringStream(onText)
    let end = ''
    for await (const chunk of chunks) {
      heard()
      if (abortSignal.aborted) break
      if (chunk.usageMetadata) bill.count(tokensOf(chunk.usageMetadata))
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
    return { text, end }
  })
}

function readAnswer<Answer>({ schema, check }: Question<Answer>, { text, end }: Turn): Reading<Answer> {
  if (end === 'MAX_TOKENS') return { answer: null, problems: ['The answer was too long and was cut off. Write less.'] }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { answer: null, problems: ['The answer was not complete JSON.'] }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { answer: parsed.data, problems: check(parsed.data) }
  return {
    answer: null,
    problems: parsed.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  }
}

const correction = (problems: readonly string[]): string =>
  `Your answer cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}\nAnswer again, whole, in the same JSON shape, with these points put right and the rest as it was.`
