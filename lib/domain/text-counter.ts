import type { Platform } from './platform-rules.ts'
import type { PlatformText } from './post.ts'

/** Port: characters of a text with its hashtags and link, as the platform counts them when it is posted there. */
export type TextCounter = (platform: Platform, content: Omit<PlatformText, 'characters'>) => number
