import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { googleModels, limits, type GoogleModel } from './data/models.ts'

export type Limits = { [Kind in keyof typeof limits]: Record<keyof (typeof limits)[Kind], number> }

/** What is known of Google's models, and the most that is asked of one call: prices follow from both. */
export type Catalogue = { models: Readonly<Record<string, GoogleModel>>; limits: Limits }

/** The dated readings that come with the program. */
export const listedCatalogue: Catalogue = { models: googleModels, limits }

const dollars = z.number().min(0).max(10_000)
const from = z.iso.date('Write the first day as 2026-11-25.')
const PriceSchema = z.union(
  [
    z.strictObject({ from, second: dollars }),
    z.strictObject({
      from,
      input: dollars,
      cachedInput: dollars,
      output: dollars,
      mediaOutput: dollars.exactOptional(),
    }),
  ],
  'Write {from, input, cachedInput, output, mediaOutput?} in dollars per million tokens, or {from, second} in dollars.',
)
const ModelSchema = z.strictObject({
  kind: z.enum(['text', 'image', 'video']),
  prices: z
    .tuple([PriceSchema], PriceSchema)
    .refine((list) => list.every((one, at) => at === 0 || (list[at - 1]?.from ?? '') < one.from), 'Oldest first.'),
  thinking: z.boolean().default(false),
  source: z.string().min(1, 'Say where it was read.'),
  readOn: z.iso.date('Write the day as 2026-11-25.'),
})
const tokens = z.int().min(256).max(1_000_000)
const turn = (listed: { output: number; input: number }) =>
  z.strictObject({ output: tokens.default(listed.output), input: tokens.default(listed.input) }).prefault({})
const media = (listed: { input: number; thoughts: number }) =>
  z.strictObject({ input: tokens.default(listed.input), thoughts: tokens.default(listed.thoughts) }).prefault({})
const LimitsSchema = z.strictObject({
  analysis: turn(limits.analysis),
  text: turn(limits.text),
  critic: turn(limits.critic),
  image: media(limits.image),
  video: media(limits.video),
})

/**
 * What an installation knows better: whole models by their id (they take the place of listed ones), and limits of calls in tokens, each by
 * itself.
 */
export const CatalogueFileSchema = z.strictObject({
  models: z.record(z.string().regex(/^[\w.-]{1,100}$/, 'This is not the id of a model.'), ModelSchema).default({}),
  limits: LimitsSchema.prefault({}),
})

/** The list with what a JSON file of the installation says instead. Throws an Error with one line that names the file and what is wrong in it. */
export function readCatalogue(file: string | null): Catalogue {
  if (file === null) return listedCatalogue
  const parsed = CatalogueFileSchema.safeParse(jsonIn(file))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(
      `GOOGLE_CATALOGUE: ${file}, ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'unknown'}`,
    )
  }
  const { models, limits: most } = parsed.data
  return { models: { ...googleModels, ...models }, limits: most }
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it is not JSON'
    throw new Error(`GOOGLE_CATALOGUE: ${file} cannot be read (${why}).`, { cause: error })
  }
}
