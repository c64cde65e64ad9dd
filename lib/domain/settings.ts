import { z } from 'zod'
import type { Caller } from './caller.ts'
import { JobKindSchema } from './job.ts'

/**
 * US dollars from a day (UTC) on: per million tokens, or per second of film. `media` are tokens of pictures or films among the output, null where
 * they cost as `output`.
 */
export const ListedPriceSchema = z.union([
  z.object({
    from: z.iso.date(),
    input: z.number(),
    cachedInput: z.number(),
    output: z.number(),
    media: z.number().nullable(),
  }),
  z.object({ from: z.iso.date(), second: z.number() }),
])

/** The most that is asked of a model in one call. */
export const ModelLimitSchema = z.object({ of: z.enum(['input', 'output', 'picture', 'film']), most: z.int() })
export type ModelLimit = z.infer<typeof ModelLimitSchema>

/** A dated reading of a vendor's list: prices in order of their first day, `current` the one that holds now. */
export const ModelListingSchema = z.object({
  prices: z.array(ListedPriceSchema),
  current: z.int().min(0),
  source: z.string(),
  readOn: z.iso.date(),
})
export type ModelListing = z.infer<typeof ModelListingSchema>

/** What a provider can say of the model it takes for a kind: where it is named, what its vendor lists (null: not looked up), what is asked of it. */
export const ModelNoteSchema = z.object({
  /** The variable of the environment that names another model. */
  variable: z.string().nullable(),
  listing: ModelListingSchema.nullable(),
  limits: z.array(ModelLimitSchema),
})
export type ModelNote = z.infer<typeof ModelNoteSchema>

export const ModelInUseSchema = z.object({
  kind: JobKindSchema,
  provider: z.string(),
  model: z.string(),
  /** What one job may cost, integer micros of the installation's currency. */
  lowMicros: z.int(),
  highMicros: z.int(),
  note: ModelNoteSchema.nullable(),
})
export type ModelInUse = z.infer<typeof ModelInUseSchema>

/** What the installation works with. No key, nor any part of one, is in it. */
export const SettingsSchema = z.object({
  /** Named by who makes the words. */
  provider: z.object({ name: z.string(), draft: z.boolean(), models: z.array(ModelInUseSchema) }),
  /**
   * The vendor's key: the variable that holds it, whether the provider in use has one, and since when another one, given here, is used
   * instead; null when the variable's is.
   */
  key: z.object({ variable: z.string(), isSet: z.boolean(), givenAt: z.iso.datetime().nullable() }),
  /** Where Vertex AI is asked instead, with the server's own credentials; null where a key is used, or nothing. */
  vertex: z.object({ project: z.string(), location: z.string(), filmLocation: z.string() }).nullable(),
  currency: z.string(),
  /** What all campaigns together may cost in a month (UTC), integer micros; null for no cap. */
  capMicros: z.int().nullable(),
})
export type Settings = z.infer<typeof SettingsSchema>

/** What a vendor said when it was asked whether it takes the key. */
export const KeyTestSchema = z.object({
  /** `unknown`: the vendor could not be asked, or did not say. */
  outcome: z.enum(['accepted', 'refused', 'unknown']),
  /** In words: what is so, and what to do. */
  message: z.string(),
  /** The vendor's own words. */
  reason: z.string().nullable(),
  at: z.iso.datetime(),
  /** Whether the models in use are on offer for this key; null where that cannot be asked for nothing; empty when nobody said. */
  models: z.array(z.object({ model: z.string(), isListed: z.boolean().nullable() })),
  costMicros: z.int(),
})
export type KeyTest = z.infer<typeof KeyTestSchema>

/** Another key for the vendor; null for the one of the environment. */
export const NewKeySchema = z.strictObject({
  key: z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/, 'This is not a key: write it without spaces and quotes.')
    .nullable(),
})

/** Port: where a key that is given while the server runs is kept. Whoever uses it looks here for every call. */
export type KeyKeeper = {
  current(): string
  /** When the kept key was given, ms; null when there is none. */
  keptAt(): number | null
  keep(key: string): void
  /** The environment's key counts again. */
  forget(): void
}

/** The use cases of the settings. */
export type SettingsDesk = {
  read(caller: Caller): Settings
  /**
   * Uses another key from now on and wakes what waited for one, or for the quota of the one before; null goes back to the environment's. Throws
   * `conflict` where none is used, with Vertex AI too.
   */
  setKey(caller: Caller, key: string | null): Promise<Settings>
  /**
   * Asks the vendor once; asked again meanwhile, it is the same question. What waited for another key, or for other credentials, is woken when they are
   * taken. Throws `conflict` when there is nothing to test.
   */
  testKey(caller: Caller): Promise<KeyTest>
}
