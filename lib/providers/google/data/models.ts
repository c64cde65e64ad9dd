import type { GoogleModel } from '../listing.ts'

const listed = 'ai.google.dev/gemini-api/docs/pricing'
const copied = `${listed}, as copied by api-evangelist/gemini`
const resold = `${listed}, as repeated by resellers that name it`
const ofVertex = 'cloud.google.com/vertex-ai/generative-ai/pricing, as repeated by projects that reckon by it'

/**
 * Models that were looked up. Ids and prices retire every few months: an entry is a dated reading, and the environment names another model
 * where this list is behind. Cached input is a tenth of input on all of them. Google itself could not be asked from where this was written.
 */
export const googleModels: Readonly<Record<string, GoogleModel>> = {
  'gemini-3.8-flash': {
    kind: 'text',
    prices: [
      { from: '2026-09-20', input: 0.75, cachedInput: 0.075, output: 3.75 },
      { from: '2027-01-01', input: 1.5, cachedInput: 0.15, output: 7.5 },
    ],
    thinking: true,
    source: copied,
    readOn: '2026-09-20',
  },
  'gemini-3.5-flash-lite': {
    kind: 'text',
    prices: [{ from: '2026-07-22', input: 0.3, cachedInput: 0.03, output: 2.5 }],
    thinking: true,
    source: resold,
    readOn: '2026-07-31',
  },
  'gemini-3.5-flash': {
    kind: 'text',
    prices: [{ from: '2026-05-19', input: 1.5, cachedInput: 0.15, output: 9 }],
    thinking: true,
    source: copied,
    readOn: '2026-09-20',
  },
  'gemini-3.1-pro-preview': {
    kind: 'text',
    prices: [{ from: '2026-09-20', input: 2, cachedInput: 0.2, output: 12 }],
    thinking: true,
    source: copied,
    readOn: '2026-09-20',
  },
  'gemini-3.1-flash-image': {
    kind: 'image',
    prices: [{ from: '2026-02-26', input: 0.5, cachedInput: 0.05, output: 3, mediaOutput: 60 }],
    thinking: false,
    source: resold,
    readOn: '2026-11-25',
  },
  'gemini-3-pro-image': {
    kind: 'image',
    prices: [{ from: '2026-09-20', input: 2, cachedInput: 0.2, output: 12, mediaOutput: 120 }],
    thinking: false,
    source: copied,
    readOn: '2026-09-20',
  },
  'gemini-omni-1.1-flash': {
    kind: 'video',
    prices: [{ from: '2026-08-27', input: 1.5, cachedInput: 0.15, output: 9, mediaOutput: 17.5 }],
    thinking: false,
    source: resold,
    readOn: '2026-11-25',
  },
  'gemini-omni-1.2-flash': {
    kind: 'video',
    // 0.07 dollars a second of 720p instead of 0.10: the same tokens at seven tenths of the price.
    prices: [{ from: '2026-11-05', input: 1.5, cachedInput: 0.15, output: 9, mediaOutput: 12.25 }],
    thinking: false,
    source: resold,
    readOn: '2026-11-11',
  },
  // On Vertex AI alone. 720p and 1080p cost the same; 4K would be dearer.
  'veo-3.1-generate-001': {
    kind: 'video',
    prices: [{ from: '2025-11-01', second: 0.4 }],
    thinking: false,
    source: ofVertex,
    readOn: '2026-11-27',
  },
  // Cheaper readings were found as well: the dearer one is kept.
  'veo-3.1-fast-generate-001': {
    kind: 'video',
    prices: [{ from: '2025-11-01', second: 0.15 }],
    thinking: false,
    source: ofVertex,
    readOn: '2026-11-27',
  },
}

/** Used unless GOOGLE_TEXT_MODEL, GOOGLE_IMAGE_MODEL or GOOGLE_VIDEO_MODEL names another. */
export const defaultModels = {
  text: 'gemini-3.8-flash',
  image: 'gemini-3.1-flash-image',
  video: 'gemini-omni-1.1-flash',
} as const satisfies Record<GoogleModel['kind'], string>

/** The same with Vertex AI, where Veo makes the films. */
export const vertexModels = { ...defaultModels, video: 'veo-3.1-generate-001' } as const

/** Tokens of one picture of size 1K, and of a second of film at 720p with its sound. */
export const picture = { size: '1K', tokens: 1_120 } as const
export const filmed = { resolution: '720p', tokensPerSecond: 5_792, seconds: 8, mostSeconds: 10 } as const

/** Aspect ratios that `imageConfig` takes (the SDK's types, 3.1.0). */
export const pictureRatios = ['1:1', '2:3', '3:2', '3:4', '4:3', '9:16', '16:9', '21:9'] as const
export type PictureRatio = (typeof pictureRatios)[number]

/**
 * Files beside the words of a question. A request may have 20 MB (20,000,000 bytes), files in base64, which takes four bytes for three. Most tokens of
 * one: Gemini 3's defaults for a picture and for the page of a PDF (ai.google.dev/gemini-api/docs/media-resolution, as repeated by others; read
 * 2026-11-27); least: 258, as counted for the models before (ai.google.dev/gemini-api/docs/tokens). Pages are bounded by us, for their price.
 */
export const attached = {
  mimes: ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'],
  mostBytes: 14_000_000,
  mostPages: 60,
  imageTokens: 1_120,
  pageTokens: 560,
  leastTokens: 258,
} as const

/**
 * The shortest answers that are whole, in tokens, each to a prompt that comes from Google's cache: below this no answer of the least brief costs. What a
 * model thinks beside it is not counted on.
 */
export const shortest = {
  analysis: { output: 250, input: 600 },
  text: { output: 40, input: 600 },
  critic: { output: 8, input: 600 },
} as const

/** The longest answers that are asked for, in tokens with thoughts, and what a prompt may take. */
export const limits = {
  analysis: { output: 12_288, input: 16_000 },
  text: { output: 6_144, input: 12_000 },
  critic: { output: 2_048, input: 16_000 },
  image: { input: 1_000 + attached.imageTokens, thoughts: 2_000 },
  video: { input: 1_000, thoughts: 4_000 },
} as const
