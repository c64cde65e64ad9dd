import type { z } from 'zod'
import { AppError, type FieldError } from '../domain/errors.ts'

/** More broken fields than this are not listed: nobody reads them, and the answer stays small. */
const maxErrors = 30
const maxName = 60

type RawIssue = z.core.$ZodRawIssue

/**
 * Checked input. Throws `invalid_input` with one entry per broken field: its path in dots ("visuals.images", "" for the whole) and what to
 * do. Words of the schema come first; the others are written here.
 */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value, { error: wordsFor })
  if (parsed.success) return parsed.data
  throw invalidInput(parsed.error.issues.flatMap(fieldErrors).slice(0, maxErrors))
}

export function invalidInput(errors: FieldError[]): AppError {
  const [first] = errors
  const detail = first === undefined ? undefined : first.path === '' ? first.message : `${first.path}: ${first.message}`
  return new AppError('invalid_input', { errors, ...(detail !== undefined && { detail }) })
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: dotted(issue.path), message: issue.message }]
  return issue.keys.slice(0, maxErrors).map((key) => ({
    path: dotted([...issue.path, key]),
    message: `There is no field ${JSON.stringify(short(key))}: remove it.`,
  }))
}

const dotted = (path: readonly PropertyKey[]): string => path.map((step) => short(String(step))).join('.')
const short = (name: string): string => (name.length > maxName ? `${name.slice(0, maxName)}…` : name)

const nouns: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a JSON object',
  array: 'a list',
}

function wordsFor(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const noun = nouns[issue.expected] ?? issue.expected
      if (issue.input === undefined) return `This is required: write ${noun}.`
      return issue.expected === 'int' && typeof issue.input === 'number'
        ? `Write ${noun} here.`
        : `Write ${noun} here, not ${nameOf(issue.input)}.`
    }
    case 'invalid_value': {
      const choice = issue.values.map(String).join(', ')
      return issue.input === undefined ? `This is required: choose one of ${choice}.` : `Choose one of ${choice}.`
    }
    case 'too_small':
      return bound('At least', issue.minimum, issue.origin)
    case 'too_big':
      return bound('At most', issue.maximum, issue.origin)
    case 'invalid_format':
      return issue.format === 'template_literal' ? 'This is not an id of this kind.' : undefined
    default:
      return undefined
  }
}

function bound(side: string, limit: number | bigint, origin: string): string {
  const count = limit.toLocaleString('en')
  if (origin === 'string') return `${side} ${count} characters.`
  if (origin === 'array') return `${side} ${count} entries.`
  return `${side} ${count}.`
}

function nameOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return nouns[typeof value] ?? typeof value
}
