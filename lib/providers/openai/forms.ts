import { answerSchemaOf } from '../writing/answer-schema.ts'
import type { Question } from '../writing/ask-json.ts'
import { ServerError } from './server-error.ts'

type Form = { shape: 'schema' | 'object' | null; extras: boolean; system: boolean }

/**
 * Ways to put the same question, from the one that asks most of a server to the one that every server takes: a schema it holds the model to,
 * JSON of any shape, no shape at all, and that without a system's part, which some models do not know.
 */
export const forms: readonly Form[] = [
  { shape: 'schema', extras: true, system: true },
  { shape: 'object', extras: true, system: true },
  { shape: null, extras: false, system: true },
  { shape: null, extras: false, system: false },
]

type Asking = { model: string; seed: number; said: readonly string[] }

/** The body of `/chat/completions`. The schema stands in the prompt in every form: what holds a model to a shape does not tell it what to write. */
export function bodyOf(
  at: number,
  { kind, system, schema }: Pick<Question<unknown>, 'kind' | 'system' | 'schema'>,
  asking: Asking,
) {
  const form = forms[at]
  const shape = answerSchemaOf(schema, { ordered: false })
  const rules = `${system}\nAnswer with one JSON value of this schema, and with nothing else:\n${JSON.stringify(shape)}`
  const turns = asking.said.map((content, turn) => ({ role: turn % 2 === 0 ? 'user' : 'assistant', content }))
  const [first, ...rest] = turns
  return {
    model: asking.model,
    stream: true,
    messages: form?.system
      ? [{ role: 'system', content: rules }, ...turns]
      : [{ role: 'user', content: `${rules}\n\n${first?.content ?? ''}` }, ...rest],
    ...(form?.extras && { seed: asking.seed, stream_options: { include_usage: true } }),
    ...(form?.shape === 'schema' && {
      response_format: { type: 'json_schema', json_schema: { name: kind, strict: true, schema: shape } },
    }),
    ...(form?.shape === 'object' && { response_format: { type: 'json_object' } }),
  }
}

/** Whether the server may take the same question in another form. What it says of models, keys and lengths is about something else. */
export function isAboutTheForm(error: unknown): boolean {
  if (!(error instanceof ServerError)) return false
  if (isTooLong(error) || isAboutTheModel(error)) return false
  if (error.status === 500 || error.status === 501) return /grammar|response_format|schema/i.test(error.message)
  return error.status === 400 || error.status === 422
}

export const isTooLong = ({ message, code }: ServerError): boolean =>
  code === 'context_length_exceeded' ||
  /context (?:length|size|window)|too many tokens|maximum.{0,20}tokens/i.test(message)

export const isAboutTheModel = ({ message, code }: ServerError): boolean =>
  code === 'model_not_found' ||
  /model\b.{0,120}\b(?:not found|does not exist|not loaded|no such)|failed to load model/i.test(message)
