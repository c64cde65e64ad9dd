import { z } from 'zod'
import { UploadNoteSchema } from './upload.ts'
import { WebsiteReadingSchema } from './website.ts'

const HexSchema = z.string().regex(/^#[0-9a-f]{6}$/i)

/** Five colours of the campaign. `ground` and `ink` contrast by 4.5:1 or more; so do `accent` and `onAccent`. */
export const PaletteSchema = z.object({
  ground: HexSchema,
  surface: HexSchema,
  ink: HexSchema,
  accent: HexSchema,
  onAccent: HexSchema,
})
export type Palette = z.infer<typeof PaletteSchema>

/** Hook 0-3 s, two or three proofs, end card: what a video will show, known before it is rendered. */
export const StoryboardSchema = z.object({
  hook: z.string(),
  proofs: z.array(z.string()).min(1).max(3),
  endCard: z.string(),
})
export type Storyboard = z.infer<typeof StoryboardSchema>

/** One distinct thing to say, per post: the contract between analysis, text, image and video. */
export const AngleSchema = z.object({
  /** 1..postCount, as on the post. */
  index: z.int().min(1),
  /** Two to four words, shown as the post's name. */
  title: z.string(),
  /** The one thing this post says. */
  message: z.string(),
  /** 4 to 90 characters, set in the image. */
  headline: z.string(),
  /** What the picture shows, in words. */
  picture: z.string(),
  callToAction: z.string(),
  /** The brief's own facts this post stands on. */
  facts: z.array(z.string()),
  storyboard: StoryboardSchema.nullable(),
})
export type Angle = z.infer<typeof AngleSchema>

/** What the campaign is based on: read from the brief, its website and its files, never invented. */
export const AnalysisSchema = z.object({
  business: z.object({
    name: z.string(),
    /** Account name without @, from the business name. */
    handle: z.string(),
    trade: z.string().nullable(),
    place: z.string().nullable(),
    /** Host and path people are sent to, null when the brief names none. */
    link: z.string().nullable(),
  }),
  /** Two to five words, used as the campaign's name when the brief gives none. */
  campaignName: z.string(),
  summary: z.string(),
  audience: z.string(),
  valuePropositions: z.array(z.string()),
  voice: z.object({ do: z.array(z.string()), dont: z.array(z.string()) }),
  themes: z.array(z.string()),
  visualDirection: z.object({
    palette: PaletteSchema,
    mood: z.string(),
    /** A topical picture by name (e.g. "croissant"); the provider knows how to draw it. */
    motif: z.string(),
  }),
  angles: z.array(AngleSchema),
  /** Facts the brief lacks that would make the posts stronger. */
  missing: z.array(z.object({ fact: z.string(), why: z.string() })),
  /** Said on the page: limits of this draft, e.g. the language. */
  notes: z.array(z.string()),
  /** What was read of the brief's website, or why nothing was; left out when the brief names none. */
  website: WebsiteReadingSchema.exactOptional(),
  /** What was read of the brief's files; left out when it names none. */
  uploads: z.array(UploadNoteSchema).exactOptional(),
})
export type Analysis = z.infer<typeof AnalysisSchema>
