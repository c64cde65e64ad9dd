import { z } from 'zod'
import { BrandIdSchema, UploadIdSchema } from './ids.ts'
import { PlatformSchema } from './platform-rules.ts'

export const ObjectiveSchema = z.enum(['awareness', 'launch', 'leads', 'sales', 'event', 'retention'])

// Control characters other than tab and newline, and lone surrogates, cannot be shown or stored faithfully: they are dropped.
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g
/** Text without what cannot be shown, its ends trimmed. */
export const clean = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(unprintable, '').toWellFormed().trim()

/** As a URL spells it: a domain, this machine, or an address. Which of them are asked is the reader's to say, not the brief's. */
const hostname = /^(?:localhost|\[[\da-f:.]+\]|(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?:[a-z\d-]{2,63}|\d))$/i

const text = (max: number) =>
  z
    .string()
    .transform(clean)
    .pipe(z.string().max(max, `At most ${max.toLocaleString('en')} characters.`))
const optional = (max: number) =>
  text(max)
    .transform((value) => (value === '' ? null : value))
    .nullable()
    .default(null)

/** Files that one brief may name. */
export const mostUploads = 5

export const VisualsSchema = z.strictObject({ images: z.boolean().default(true), videos: z.boolean().default(true) })

/** What a person or a service asks for. Unknown fields are refused. Text is trimmed and cleaned of control characters. */
export const BriefSchema = z.strictObject({
  /** The business in its own words; with its website and its files the only source of claims. */
  business: z
    .string()
    .transform(clean)
    .pipe(
      z
        .string()
        .min(20, 'Write at least 20 characters, so that the posts have something true to say.')
        .max(10_000, 'At most 10,000 characters.'),
    ),
  objective: ObjectiveSchema,
  /** The name of the campaign; when absent the analysis gives one. */
  name: optional(120),
  website: z
    .url({
      protocol: /^https?$/,
      hostname,
      message: 'Write a web address that starts with http:// or https://.',
    })
    .regex(/^[^/]*\/\/[^/?#@]*(?:[/?#]|$)/, 'Write the address without a user name and a password.')
    .max(2_000)
    .nullable()
    .default(null),
  audience: optional(500),
  tone: optional(200),
  offer: optional(500),
  proofPoints: z
    .array(text(300).pipe(z.string().min(1, 'An empty proof point proves nothing: remove it.')))
    .max(12)
    .default([]),
  /** Files that were handed in before: their words are a source of claims, their colours the brand's. */
  uploads: z
    .array(UploadIdSchema)
    .max(mostUploads, `At most ${mostUploads} files.`)
    .refine((list) => new Set(list).size === list.length, 'Each file once.')
    .default([]),
  /** BCP 47 language tag. */
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, 'Write a language tag such as en, en-GB or de.')
    .default('en'),
  platforms: z
    .array(PlatformSchema)
    .min(1, 'Choose at least one platform.')
    .max(5)
    .refine((list) => new Set(list).size === list.length, 'Each platform once.')
    .default(['instagram', 'linkedin', 'x']),
  postCount: z.int().min(1).max(30).default(6),
  visuals: VisualsSchema.default({ images: true, videos: true }),
  brandId: BrandIdSchema.nullable().default(null),
  /** Integer micros; null = no cap, 0 = free providers only. */
  budgetMicros: z.int().min(0).nullable().default(null),
  /** Take what was made of the same inputs before, for nothing, instead of making it again. Left out: false. */
  reuse: z.boolean().exactOptional(),
})

export type Brief = z.infer<typeof BriefSchema>
/** The brief as it may be sent: defaults left out. */
export type BriefInput = z.input<typeof BriefSchema>

/** The brief as it read before it could name files, where it names none: what is hashed stays what it was. */
export function withoutNothing({ uploads, ...rest }: Brief): Omit<Brief, 'uploads'> & Partial<Pick<Brief, 'uploads'>> {
  return uploads.length === 0 ? rest : { ...rest, uploads }
}
