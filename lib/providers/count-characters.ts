import twitter from 'twitter-text'
import { platformRules, type Platform } from '../domain/platform-rules.ts'
import type { TextCounter } from '../domain/text-counter.ts'

/** The post as it would be sent: text, then the link where links work, then the hashtags. */
function postedText(platform: Platform, text: string, hashtags: readonly string[], link: string | null): string {
  const signs = hashtags.map((tag) => `#${tag}`).join(' ')
  return [text, platformRules[platform].links ? link : null, signs]
    .filter((part) => part !== null && part !== '')
    .join('\n\n')
}

/** Characters of the posted text as the platform counts them: weighted on X (twitter-text 3.1), UTF-16 units elsewhere. */
export function countCharacters(
  platform: Platform,
  text: string,
  hashtags: readonly string[],
  link: string | null,
): number {
  const posted = postedText(platform, text, hashtags, link)
  return platformRules[platform].count === 'weighted' ? twitter.parseTweet(posted).weightedLength : posted.length
}

/** The TextCounter port on the same count. */
export const countText: TextCounter = (platform, { text, hashtags, link }) =>
  countCharacters(platform, text, hashtags, link)
