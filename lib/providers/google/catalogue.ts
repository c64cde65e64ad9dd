import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { googleModels, limits } from './data/models.ts'
import { ModelSchema, type GoogleModel } from './listing.ts'

export type Limits = { [Kind in keyof typeof limits]: Record<keyof (typeof limits)[Kind], number> }

/** What is known of Google's models, and the most that is asked of one call: prices follow from both. */
export type Catalogue = { models: Readonly<Record<string, GoogleModel>>; limits: Limits }

/** The dated readings that come with the program. */
export const listedCatalogue: Catalogue = { models: googleModels, limits }

/** What is known of a model of this kind; nothing of one that is listed as another kind. */
export function listingOf({ models }: Catalogue, kind: GoogleModel['kind'], id: string): GoogleModel | null {
  const known = Object.hasOwn(models, id) ? models[id] : undefined
  return known?.kind === kind ? known : null
}

const mostTokens = 1_000_000
const tokens = (least: number, why = '') => {
  const words = `Write a whole number of tokens from ${least.toLocaleString('en')} to ${mostTokens.toLocaleString('en')}${why}.`
  return z.int(words).min(least, words).max(mostTokens, words)
}
/** Google keeps to it: it is sent with the call. */
const kept = (listed: number) => tokens(256).default(listed)
/** Google is not told of it, so that less would hold less than a call may take. */
const reckoned = (listed: number) => tokens(listed, ': what is held must be enough').default(listed)
const turn = (listed: { output: number; input: number }) =>
  z.strictObject({ output: kept(listed.output), input: reckoned(listed.input) }).prefault({})
const media = (listed: { input: number; thoughts: number }) =>
  z.strictObject({ input: reckoned(listed.input), thoughts: reckoned(listed.thoughts) }).prefault({})
const LimitsSchema = z.strictObject({
  analysis: turn(limits.analysis),
  text: turn(limits.text),
  critic: turn(limits.critic),
  image: media(limits.image),
  video: media(limits.video),
})

/**
 * What an installation knows better: whole models by their id (they take the place of listed ones, for the same kind), and limits of calls in
 * tokens, each by itself.
 */
export const CatalogueFileSchema = z.strictObject(
  {
    models: z
      .record(z.string().regex(/^[\w.-]{1,100}$/, 'This is not the id of a model.'), ModelSchema)
      .superRefine((models, context) => {
        for (const [id, { kind }] of Object.entries(models)) {
          const listed = Object.hasOwn(googleModels, id) ? googleModels[id] : undefined
          if (listed && listed.kind !== kind)
            context.addIssue({ code: 'custom', path: [id, 'kind'], message: `This is a model for ${listed.kind}.` })
        }
      })
      .default({}),
    limits: LimitsSchema.prefault({}),
  },
  { error: ({ code }) => (code === 'invalid_type' ? 'Write an object: {"models": {…}, "limits": {…}}.' : undefined) },
)

/** The list with what a JSON file of the installation says instead. Throws an Error with one line that names the file and what is wrong in it. */
export function readCatalogue(file: string | null): Catalogue {
  if (file === null) return listedCatalogue
  const parsed = CatalogueFileSchema.safeParse(jsonIn(file))
  if (!parsed.success) {
    const { path, message } = nearest(parsed.error.issues[0])
    throw refused(`${file}, ${path.join('.') || 'the whole'}: ${message.slice(0, 200)}`)
  }
  const { models, limits: most } = parsed.data
  return { models: { ...googleModels, ...models }, limits: most }
}

type Issue = z.core.$ZodIssue

/** The issue that a person can mend: of several shapes, in the one whose names they wrote. */
function nearest(issue: Issue | undefined): { path: PropertyKey[]; message: string } {
  if (issue === undefined) return { path: [], message: 'unknown' }
  const { path, message } = issue
  if (issue.code === 'invalid_key') return { path, message: issue.issues[0]?.message ?? message }
  if (issue.code !== 'invalid_union') return { path, message }
  const meant = issue.errors.find((one) => one.length > 0 && one.every(({ code }) => code !== 'unrecognized_keys'))
  if (!meant) return { path, message }
  const inner = nearest(meant[0])
  return { path: [...path, ...inner.path], message: inner.message }
}

const mostBytes = 1_000_000

function jsonIn(file: string): unknown {
  const text = textIn(file)
  try {
    // Some editors begin a file with a mark that is no part of it.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // Only the place: what stands there by mistake may be a key.
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(String(error)) ?? []
    const place = line === undefined ? '' : ` (line ${line}, column ${column})`
    throw refused(`${file} is not JSON${place}. JSON has no comments, and no comma after the last.`)
  }
}

function textIn(file: string): string {
  try {
    const about = statSync(file)
    if (!about.isFile()) throw refused(`${file} is not a file. Name a JSON file, or unset it.`)
    if (about.size > mostBytes) throw refused(`${file} is larger than 1 MB. Name the models that are in use alone.`)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw refused(`${file} cannot be read (${String(error.code)}). Name a JSON file that can be, or unset it.`)
  }
}

/** In one line, whatever is written in the file or its name. */
const refused = (why: string): Error => new Error(`GOOGLE_CATALOGUE: ${why.replaceAll(/\p{Cc}+/gu, ' ')}`)
