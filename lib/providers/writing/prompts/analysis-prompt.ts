import type { AnalysisRequest } from '../../../domain/provider.ts'
import { briefPart, filesPart, houseRules, websitePart, wish } from './brief-prompt.ts'

const shapes = {
  text_url: 'a text with a link',
  text_image: 'a text with a picture',
  text_video: 'a text with a short vertical film: give it a storyboard',
} as const

export const analysisSystem = (language: string): string =>
  `You are the strategist of a small marketing studio. You read a brief and lay the ground for a campaign: who it is for, what is worth saying, how it sounds and looks, and one distinct angle for each post, so that no two posts say the same.\n${houseRules(language)}`

export function analysisPrompt(
  { brief, posts, website, uploads = [] }: AnalysisRequest,
  instruction: string | undefined,
): string {
  const list = posts.map(({ index, kind }) => `${index}. ${shapes[kind]}`).join('\n')
  const page = website
    ? `\n\nWhat the page of its website says; its colours are the brand’s:\n${websitePart(website)}`
    : ''
  const files =
    uploads.length > 0
      ? `\n\nWhat its files say, product sheets or guidelines of the brand; the colours in them are the brand’s:\n${filesPart(uploads)}`
      : ''
  return `Analyse this brief for a campaign of ${posts.length} posts on ${brief.platforms.join(', ')}.\n\n${briefPart(brief)}${page}${files}\n\nThe posts, in order; give exactly one angle for each, with its index:\n${list}${wish(instruction)}`
}
