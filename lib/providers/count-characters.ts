import twitter from 'twitter-text'
import type { Platform } from '../domain/platform-rules.ts'
import { createTextCounter, type TextCounter } from '../domain/text-counter.ts'

/** The TextCounter port: weighted on X (twitter-text 3.1), UTF-16 units elsewhere. */
export const countText: TextCounter = createTextCounter((posted) => twitter.parseTweet(posted).weightedLength)

/** Characters of the posted text as the platform counts them. */
export const countCharacters = (
  platform: Platform,
  text: string,
  hashtags: readonly string[],
  link: string | null,
): number => countText(platform, { text, hashtags: [...hashtags], link })
