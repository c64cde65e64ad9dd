import { platformRules, type Platform } from '../../../domain/platform-rules.ts'
import type { TextRequest } from '../../../domain/provider.ts'
import { sentBack } from './critic-prompt.ts'
import { analysisPart, briefPart, houseRules, wish } from './brief-prompt.ts'

export const postSystem = (language: string): string =>
  `You are the copywriter of a small marketing studio. You write one post of a campaign, separately for each platform, as a person who knows that platform would.\n${houseRules(language)}`

/** Longest text that is asked for, in the platform's own count: room is left for the link and the hashtags. */
const roomFor = (platform: Platform): number => Math.min(1_200, platformRules[platform].maxCharacters - 70)

function ruleFor(platform: Platform, hasLink: boolean): string {
  const { name, fold, hashtags, links } = platformRules[platform]
  const link = !hasLink
    ? ''
    : links
      ? ' The link is put below your text.'
      : ' Links cannot be clicked here: say that it is in the bio.'
  return `- ${platform} (${name}): at most ${roomFor(platform)} characters; the first ${fold} must make people read on; about ${hashtags.usual} hashtags, never more than ${hashtags.max}.${link}`
}

/** `reason` is why an editor sent a first version back. */
export function postPrompt(
  { brief, analysis, angle }: TextRequest,
  instruction: string | undefined,
  reason?: string,
): string {
  const hasLink = analysis.business.link !== null
  const rules = brief.platforms.map((platform) => ruleFor(platform, hasLink)).join('\n')
  return `Write post ${angle.index}. It says one thing: the message of its angle, by two or more of its facts, and ends with its call to action.\n\n${briefPart(brief)}\n\n${analysisPart(analysis, angle)}\n\nPlatforms:\n${rules}\n\nPut no address and no hashtag into the text: hashtags have their own list, without the sign.${wish(instruction)}${reason === undefined ? '' : sentBack(reason)}`
}
