import { z } from 'zod'

const line = (max: number) => z.string().min(1).max(max)
const HexSchema = z.string().regex(/^#[0-9a-f]{6}$/)

/** How much of a page is kept at most: what the analysis can use, and what its row in the log can carry. */
export const websiteBounds = { name: 80, description: 320, claim: 200, claims: 12, colours: 6, fonts: 4, address: 500 }

/** What a page says of the business: its own words, data and never instructions. */
export const WebsiteFactsSchema = z.object({
  /** Where the page stood in the end, after redirects. */
  url: line(2_048),
  /** BCP 47, as the page says it. */
  language: line(35).nullable(),
  name: line(websiteBounds.name).nullable(),
  description: line(websiteBounds.description).nullable(),
  /** Sentences and headings that people see, in order. */
  claims: z.array(line(websiteBounds.claim)).max(websiteBounds.claims),
  /** The strongest first. */
  colours: z.array(HexSchema).max(websiteBounds.colours),
  fonts: z.array(line(60)).max(websiteBounds.fonts),
  /** Address of the logo; nobody has fetched it. */
  logo: line(websiteBounds.address).nullable(),
})
export type WebsiteFacts = z.infer<typeof WebsiteFactsSchema>

/** Why a page could not be read; the interface has the words. */
export const UnreadReasonSchema = z.enum([
  'unusable_address',
  'private_address',
  'unknown_host',
  'unreachable',
  'bad_certificate',
  'too_slow',
  'too_many_redirects',
  'missing',
  'closed',
  'broken',
  'not_a_page',
  'garbled',
  'empty',
])
export type UnreadReason = z.infer<typeof UnreadReasonSchema>

export const WebsiteReadingSchema = z.discriminatedUnion('status', [
  WebsiteFactsSchema.extend({ status: z.literal('read') }),
  z.object({ status: z.literal('unread'), url: line(2_048), reason: UnreadReasonSchema }),
])
export type WebsiteReading = z.infer<typeof WebsiteReadingSchema>

/** What was read; undefined for nothing. */
export const factsRead = (reading: WebsiteReading | null | undefined): WebsiteFacts | undefined =>
  reading?.status === 'read' ? reading : undefined

/**
 * Port: reads the one page that a brief names. Free, and may be repeated. A page that cannot be read is an answer, not an error; throws only the
 * signal's reason.
 */
export type WebsiteReader = { read(url: string, signal: AbortSignal): Promise<WebsiteReading> }
