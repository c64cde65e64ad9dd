import { platformRules, type Platform } from './platform-rules.ts'
import type { PlatformText } from './post.ts'

export type PostedContent = Omit<PlatformText, 'characters'>

/** Port: characters of a text with its hashtags and link, as the platform counts them when it is posted there. */
export type TextCounter = (platform: Platform, content: PostedContent) => number

/** The post as it would be sent: text, then the link where links work, then the hashtags. */
export function postedText(platform: Platform, { text, hashtags, link }: PostedContent): string {
  const signs = hashtags.map((tag) => `#${tag}`).join(' ')
  return [text, platformRules[platform].links ? link : null, signs]
    .filter((part) => part !== null && part !== '')
    .join('\n\n')
}

/** The one count, on the server and in the browser: `weigh` is X's own weighting of a posted text, UTF-16 units count elsewhere. */
export function createTextCounter(weigh: (posted: string) => number): TextCounter {
  return (platform, content) => {
    const posted = postedText(platform, content)
    return platformRules[platform].count === 'weighted' ? weigh(posted) : posted.length
  }
}
