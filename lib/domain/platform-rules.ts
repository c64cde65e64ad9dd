import { z } from 'zod'

export const PlatformSchema = z.enum(['instagram', 'linkedin', 'x', 'facebook', 'tiktok'])
export type Platform = z.infer<typeof PlatformSchema>

export type StillSize = { width: number; height: number }

export type PlatformRule = {
  name: string
  /** Longest text with hashtags and link, as `characters` counts them. */
  maxCharacters: number
  /** How the platform counts: UTF-16 units, or X's weighted count (twitter-text v3 configuration). */
  count: 'utf16' | 'weighted'
  /** Where readers stop before "more", in characters. */
  fold: number
  hashtags: { usual: number; max: number }
  /** Links in the text are clickable; where not, the copy says where to find it. */
  links: boolean
  still: StillSize
  /** The id of the published rule and when it was read. */
  source: string
  readOn: string
}

/**
 * Limits the platforms publish, read on the dates given. Instagram: 2,200 characters, 30 hashtags. LinkedIn: 3,000. X: 280 weighted
 * (t.co links count 23). Facebook: 63,206. TikTok: 2,200 (API caption limit). Sizes are the recommended feed sizes.
 */
export const platformRules = {
  instagram: {
    name: 'Instagram',
    maxCharacters: 2_200,
    count: 'utf16',
    fold: 125,
    hashtags: { usual: 5, max: 30 },
    links: false,
    still: { width: 1080, height: 1350 },
    source: 'Instagram Graph API, content publishing',
    readOn: '2026-11-01',
  },
  linkedin: {
    name: 'LinkedIn',
    maxCharacters: 3_000,
    count: 'utf16',
    fold: 210,
    hashtags: { usual: 3, max: 10 },
    links: true,
    still: { width: 1200, height: 628 },
    source: 'LinkedIn Posts API, commentary field',
    readOn: '2026-11-01',
  },
  x: {
    name: 'X',
    maxCharacters: 280,
    count: 'weighted',
    fold: 280,
    hashtags: { usual: 2, max: 3 },
    links: true,
    still: { width: 1200, height: 628 },
    source: 'X developer platform, counting characters (twitter-text configuration v3)',
    readOn: '2026-11-01',
  },
  facebook: {
    name: 'Facebook',
    maxCharacters: 63_206,
    count: 'utf16',
    fold: 400,
    hashtags: { usual: 2, max: 10 },
    links: true,
    still: { width: 1080, height: 1080 },
    source: 'Facebook Pages API, post message',
    readOn: '2026-11-01',
  },
  tiktok: {
    name: 'TikTok',
    maxCharacters: 2_200,
    count: 'utf16',
    fold: 100,
    hashtags: { usual: 4, max: 10 },
    links: false,
    still: { width: 1080, height: 1920 },
    source: 'TikTok Content Posting API, title field',
    readOn: '2026-11-01',
  },
} as const satisfies Record<Platform, PlatformRule>

/** The vertical video every platform takes: 9:16. */
export const videoSize: StillSize = { width: 720, height: 1280 }

type PostShape = 'text_url' | 'text_image' | 'text_video'

/** Image posts walk through the frames, so that a board of six shows several platforms. By post index modulo 6. */
const imageFrames: Record<number, readonly Platform[]> = {
  1: ['instagram', 'facebook', 'linkedin'],
  2: ['linkedin', 'facebook', 'x'],
  3: ['instagram', 'x', 'facebook'],
  4: ['facebook', 'instagram', 'x'],
  5: ['instagram', 'linkedin', 'facebook'],
}

/** The platform whose frame shows a post best among those chosen: links on X, films on TikTok, images in turn. `index` from 1. */
export function bestPlatform(kind: PostShape, index: number, platforms: readonly Platform[]): Platform {
  const wish: Record<PostShape, readonly Platform[]> = {
    text_url: ['x', 'linkedin', 'facebook'],
    text_image: imageFrames[index % 6] ?? ['linkedin', 'instagram', 'facebook'],
    text_video: ['tiktok', 'instagram'],
  }
  return (
    wish[kind].find((platform) => platforms.includes(platform)) ?? platforms[index % platforms.length] ?? 'instagram'
  )
}
