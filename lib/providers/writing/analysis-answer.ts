import { formatHex, parse, wcagContrast } from 'culori'
import { z } from 'zod'
import {
  AnalysisSchema,
  AngleSchema,
  PaletteSchema,
  StoryboardSchema,
  type Analysis,
  type Palette,
} from '../../domain/analysis.ts'
import type { AnalysisRequest } from '../../domain/provider.ts'
import { isNamed, sourcesOf, wordsIn, type Sources } from './strays.ts'

const { shape } = AnalysisSchema
const business = shape.business.shape
const direction = shape.visualDirection.shape
const angle = AngleSchema.shape
const board = StoryboardSchema.shape

const colourNames = PaletteSchema.keyof().options
const headlineLength = { least: 4, most: 90 }

/** A string, and no more: a colour of another spelling is no reason to throw an analysis away. */
const hex = (use: string) => z.string().describe(`${use}, as #rrggbb`)

/** What a model is asked for: our analysis, field by field, in the order in which it is read on the page. */
export const analysisAnswerSchema = (posts: number) =>
  z.object({
    summary: shape.summary.describe('Two or three sentences: what the business is, and its strongest facts'),
    audience: shape.audience.describe('One or two sentences: who the campaign speaks to'),
    valuePropositions: shape.valuePropositions
      .min(2)
      .max(5)
      .describe('Reasons to care, one short sentence each, from the brief, its website and its files alone'),
    voice: z.object({
      do: shape.voice.shape.do.min(2).max(4).describe('How the posts sound'),
      dont: shape.voice.shape.dont.min(2).max(4).describe('What they avoid, a few words each'),
    }),
    visualDirection: z.object({
      mood: direction.mood.describe('One sentence: light, materials, composition'),
      palette: z.object({
        ground: hex('Background'),
        surface: hex('Second background'),
        ink: hex('Text on the background, contrast 4.5:1 or more'),
        accent: hex('The one accent'),
        onAccent: hex('Text on the accent, contrast 4.5:1 or more'),
      }),
      motif: direction.motif.describe('One thing that stands for the business, one English noun'),
    }),
    angles: z
      .array(
        z.object({
          index: z.int(),
          title: angle.title.describe('Two to four words'),
          message: angle.message.describe('The one thing this post says, one sentence'),
          headline: angle.headline.describe('4 to 90 characters, set over the picture'),
          picture: angle.picture.describe('What the picture shows, one sentence, no text in it'),
          callToAction: angle.callToAction.describe('Two to five words'),
          facts: angle.facts
            .min(1)
            .max(4)
            .describe('Facts of the brief, its website or its files this post stands on, quoted'),
          storyboard: z
            .object({
              hook: board.hook.describe('At most 58 characters'),
              proofs: board.proofs.describe('One to three, at most 58 characters each'),
              endCard: board.endCard.describe('At most 58 characters'),
            })
            .nullable()
            .describe('For a film only, else null'),
        }),
      )
      .length(posts),
    themes: shape.themes.min(1).max(6),
    campaignName: shape.campaignName.describe('Two to five words'),
    business: z.object({
      name: business.name.describe('As the brief writes it'),
      trade: business.trade.describe('One or two words'),
      place: business.place.describe('Town or region, if the brief names one'),
      link: business.link.describe('The address in the brief people are sent to, host and path, else null'),
    }),
    missing: shape.missing.max(4).describe('Facts the brief lacks that would make the posts stronger'),
  })
export type AnalysisAnswer = z.infer<ReturnType<typeof analysisAnswerSchema>>

/** What the schema cannot say: one sentence for each thing that is wrong. */
export function checkAnalysis(answer: AnalysisAnswer, { posts }: Posts): string[] {
  const wanted = posts.map(({ index }) => index)
  const given = answer.angles.map(({ index }) => index).sort((a, b) => a - b)
  const films = posts.filter(({ kind }) => kind === 'text_video').map(({ index }) => index)
  return [
    ...(wanted.some((index, at) => index !== given[at])
      ? [`angles: give one for each index of ${wanted.join(', ')}.`]
      : []),
    ...answer.angles
      .filter(({ index, storyboard }) => films.includes(index) && storyboard === null)
      .map(({ index }) => `angles: index ${index} is a film and needs a storyboard.`),
    ...answer.angles
      .filter(({ headline }) => !fitsHeadline(headline))
      .map(({ index }) => `angles: the headline of index ${index} has to have 4 to 90 characters.`),
    ...colourNames
      .filter((name) => hexOf(answer.visualDirection.palette[name]) === null)
      .map((name) => `visualDirection.palette.${name}: write it as #rrggbb.`),
  ]
}

type Posts = Pick<AnalysisRequest, 'posts'>

const fitsHeadline = ({ length }: string): boolean => length >= headlineLength.least && length <= headlineLength.most

/**
 * The best of an answer that `checkAnalysis` minds, asked for twice and paid: angles are taken in the order in which they stand, a headline is cut, a film
 * without a storyboard shows what its angle says. Colours are set right with the others.
 */
export function mendAnalysis(answer: AnalysisAnswer, { posts }: Posts): AnalysisAnswer {
  const given = answer.angles.map(({ index }) => index)
  const isNumbered = posts.every(({ index }) => given.includes(index))
  return {
    ...answer,
    angles: answer.angles.map((one, at) => {
      const post = posts.find(({ index }) => index === one.index)
      const { index, kind } = (isNumbered ? post : posts[at]) ?? { index: one.index, kind: null }
      const headline = fitsHeadline(one.headline) ? one.headline : headlineFrom(one)
      return { ...one, index, headline, storyboard: one.storyboard ?? (kind === 'text_video' ? boardOf(one) : null) }
    }),
  }
}

type AnswerAngle = AnalysisAnswer['angles'][number]

const headlineFrom = ({ headline, message, title }: AnswerAngle): string => {
  const words = [headline, message, title].find(({ length }) => length >= headlineLength.least) ?? headline
  return cutTo(headlineLength.most, words).padEnd(headlineLength.least, '…')
}

const boardOf = ({ headline, message, callToAction }: AnswerAngle): NonNullable<AnswerAngle['storyboard']> => ({
  hook: cutTo(58, headline),
  proofs: [cutTo(58, message)],
  endCard: cutTo(58, callToAction),
})

const cutTo = (most: number, text: string): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/\s+\S*$/u, '')}…`.toWellFormed()

/** The analysis as the campaign keeps it: only addresses that the brief, its page or its files name, colours that can be read, a storyboard for films alone. */
export function toAnalysis(answer: AnalysisAnswer, { brief, posts, website, uploads = [] }: AnalysisRequest): Analysis {
  const { business: named, visualDirection, angles, ...rest } = answer
  const isFilm = (index: number): boolean => posts.some((post) => post.index === index && post.kind === 'text_video')
  return {
    ...rest,
    campaignName: brief.name ?? answer.campaignName,
    business: {
      ...named,
      handle: handleOf(named.name),
      link: linkOf(named.link, sourcesOf(brief, website, wordsIn(uploads))),
    },
    visualDirection: { ...visualDirection, palette: readable(visualDirection.palette) },
    angles: angles
      .toSorted((a, b) => a.index - b.index)
      .map((one) => (isFilm(one.index) ? one : { ...one, storyboard: null })),
    notes: [],
  }
}

const handleOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, 30) || 'yourbusiness'

/** Host and path, if a source names that host. */
function linkOf(link: string | null, sources: Sources): string | null {
  const plain = link?.replace(/^https?:\/\//i, '').replace(/\/$/, '') ?? ''
  return /^[^/?#\s]+\.[^/?#\s]+/.test(plain) && !/\s|@/.test(plain) && isNamed(plain, sources) ? plain : null
}

const least = 4.5

/** What stands in for a colour that cannot be read: quiet, and black on white. */
const quiet: Palette = {
  ground: '#ffffff',
  surface: '#f2f2f2',
  ink: '#1a1a1a',
  accent: '#33475b',
  onAccent: '#ffffff',
}

/** Any spelling of a colour that style sheets know, as #rrggbb; null for what is none. */
const hexOf = (colour: string): string | null => formatHex(parse(colour.trim().toLowerCase())) ?? null

/** Text that could not be read on its ground becomes black or white, whichever reads better. */
function readable(said: Palette): Palette {
  const of = (name: keyof Palette): string => hexOf(said[name]) ?? quiet[name]
  const palette: Palette = {
    ground: of('ground'),
    surface: of('surface'),
    ink: of('ink'),
    accent: of('accent'),
    onAccent: of('onAccent'),
  }
  const on = (text: string, ground: string): string => {
    if (wcagContrast(text, ground) >= least) return text
    return wcagContrast('#ffffff', ground) > wcagContrast('#000000', ground) ? '#ffffff' : '#000000'
  }
  return { ...palette, ink: on(palette.ink, palette.ground), onAccent: on(palette.onAccent, palette.accent) }
}
