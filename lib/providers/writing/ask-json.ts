import type { z } from 'zod'
import { ProviderError } from '../../domain/errors.ts'
import type { CallContext } from '../../domain/provider.ts'
import type { UploadLoad } from '../../domain/upload.ts'
import type { JsonPath } from './string-stream.ts'

/** A file beside the words of a turn. */
export type AttachedFile = { mime: string; data: Uint8Array }

export type Question<Answer> = {
  kind: 'analysis' | 'text' | 'critic'
  system: string
  prompt: string
  /** Shown with the prompt as they are, by those who can. */
  files?: readonly AttachedFile[]
  /** What the files of the brief add to the prompt; nothing when left out. */
  load?: UploadLoad
  schema: z.ZodType<Answer>
  /** What the schema cannot say: one sentence for each thing that is wrong. */
  check(answer: Answer): string[]
  /** An answer that cannot be used is not asked for again. */
  once?: boolean
  /** Hears the answer's strings while they are written. */
  onText(path: JsonPath, text: string): void
}

/** Asks for an answer of a given shape. `mend` makes the best of an answer that only `check` still minds. Throws ProviderError. */
export type Ask = <Answer>(
  question: Question<Answer>,
  call: CallContext,
  mend?: (answer: Answer) => Answer,
) => Promise<Answer>

/** A model that answers in a given shape. */
export type Model = {
  /** Who writes, in words of the page: "Google". */
  name: string
  ask: Ask
  /** Several questions of one job: whatever becomes of them, what they cost is told once, when `work` is done. */
  converse<T>(call: CallContext, work: (ask: Ask) => Promise<T>): Promise<T>
  /** The model that looks at what was written, null where nobody does. */
  critic: (() => string) | null
}

/** What a model wrote; `cut` when it was not allowed to write more. */
export type Turn = { text: string; cut: boolean }

/** One turn of a conversation: `said` are prompt, answer, prompt … in turns. Throws when there is no answer. */
export type TakeTurn = (said: readonly string[], onText: Question<unknown>['onText']) => Promise<Turn>

type Reading<Answer> = { answer: Answer; problems: string[] } | { answer: null; problems: string[] }

/**
 * Asks for an answer of a given shape. What is wrong with it is sent back once; the second answer is not told word by word, because the first
 * was. Throws what `take` throws, and ProviderError `unavailable` when the second answer cannot be used either.
 */
export async function askTwice<Answer>(
  name: string,
  take: TakeTurn,
  question: Question<Answer>,
  call: Pick<CallContext, 'report'>,
  mend?: (answer: Answer) => Answer,
): Promise<Answer> {
  const first = await take([question.prompt], question.onText)
  const read = readAnswer(question, first)
  if (read.problems.length === 0 && read.answer !== null) return read.answer
  if (question.once) {
    const reason = read.problems[0] ?? null
    throw new ProviderError({ code: 'unavailable', message: `${name}’s answer could not be used.`, reason })
  }
  call.report({ message: 'Asking once more: the first answer needs a correction' })
  const second = await take([question.prompt, first.text, correction(read.problems)], () => {})
  const again = readAnswer(question, second)
  if (again.answer !== null && (again.problems.length === 0 || mend)) return mend ? mend(again.answer) : again.answer
  throw new ProviderError({
    code: 'unavailable',
    message: `${name}’s answer could not be used, and the corrected one neither.`,
    reason: again.problems[0] ?? null,
  })
}

function readAnswer<Answer>({ schema, check }: Question<Answer>, { text, cut }: Turn): Reading<Answer> {
  if (cut) return { answer: null, problems: ['The answer was too long and was cut off. Write less.'] }
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
