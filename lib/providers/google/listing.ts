import { z } from 'zod'

/** Words for a thing of another type; a key too many keeps the schema's own, which name it. */
const shaped = (words: string) => ({
  error: ({ code }: { code?: string }) => (code === 'invalid_type' ? words : undefined),
})

const dollarWords = 'Write US dollars as a number from 0 to 10,000.'
const dollars = z.number(dollarWords).min(0, dollarWords).max(10_000, dollarWords)

/** The first day (UTC) on which a price holds. */
const from = z.iso.date('Write the first day as 2026-11-25.')

const cachedIsLess = ({ cachedInput, input }: { cachedInput: number; input: number }): boolean => cachedInput <= input
const cachedWords = { path: ['cachedInput'], error: 'Write no more than for input: what is held must be enough.' }

const tokenPrices = { from, input: dollars, cachedInput: dollars, output: dollars }
const byToken = 'Write {from, input, cachedInput, output, mediaOutput} in dollars per million tokens.'

/** Prices in US dollars per million tokens, as Google lists them for the paid tier. Thoughts are billed as output; media are priced as output. */
const TextPricesSchema = z
  .strictObject({ ...tokenPrices, mediaOutput: dollars.exactOptional() }, shaped(byToken))
  .refine(cachedIsLess, cachedWords)

/** The same, with tokens of pictures or films among the output. */
const MediaPricesSchema = z
  .strictObject({ ...tokenPrices, mediaOutput: dollars }, shaped(byToken))
  .refine(cachedIsLess, cachedWords)

/** A price in US dollars for a second of film, with its sound. */
const SecondPriceSchema = z.strictObject({ from, second: dollars }, shaped('Write {from, second} in dollars.'))

/** At least one, in order of `from`. */
const dated = <Price extends z.ZodType<{ from: string }>>(price: Price) =>
  z
    .tuple([price], price, 'Write a list of at least one price.')
    .refine(
      (list) => list.every((one, at) => at === 0 || (list[at - 1]?.from ?? '') < (one?.from ?? '')),
      'Oldest first.',
    )

const shared = {
  /** Takes `thinkingLevel`; models before Gemini 3 refuse it. */
  thinking: z.boolean('Write true or false.').default(false),
  source: z.string('Say where it was read.').min(1, 'Say where it was read.').max(300, 'Say it in 300 characters.'),
  readOn: z.iso.date('Write the day as 2026-11-25.'),
}

/** What is known of a model: what it makes, what that costs, and where and when that was read. */
export const ModelSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('text'), prices: dated(TextPricesSchema), ...shared }),
    z.strictObject({ kind: z.literal('image'), prices: dated(MediaPricesSchema), ...shared }),
    z.strictObject({
      kind: z.literal('video'),
      prices: z.union(
        [dated(MediaPricesSchema), dated(SecondPriceSchema)],
        `${byToken} Or write all of them by the second: {from, second}.`,
      ),
      ...shared,
    }),
  ],
  {
    error: ({ code }) =>
      code === 'invalid_union' ? 'Write text, image or video.' : 'Write {kind, prices, source, readOn}.',
  },
)
export type GoogleModel = z.infer<typeof ModelSchema>
export type ListedPrice = GoogleModel['prices'][number]
