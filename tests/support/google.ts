import { BriefSchema, type Brief, type BriefInput } from '../../lib/domain/brief.ts'
import type { Usage } from '../../lib/domain/call.ts'
import type { AnalysisRequest, CallContext, Provider } from '../../lib/domain/provider.ts'
import type { Review } from '../../lib/domain/review.ts'
import type { Report } from '../../lib/domain/handler.ts'
import { defaultModels, vertexModels } from '../../lib/providers/google/data/models.ts'
import { createGoogle, type GoogleOptions } from '../../lib/providers/google/google.ts'

export const testKey = 'AIzaSyTest-Key_0123456789abcdefghij'

/** Noon in California, so that midnight there is twelve hours away. */
export const noonInCalifornia = Date.UTC(2026, 10, 25, 20)

/** The real provider on the real SDK, at the vendor's address. It waits for nothing longer than a test may. */
export function googleAt(url: string, options: Partial<GoogleOptions> = {}): Provider {
  return createGoogle({
    access: { apiKey: testKey },
    baseUrl: url,
    models: defaultModels,
    usdRate: 1,
    now: () => noonInCalifornia,
    preview: () => ({ found: [], missing: [], sample: null, notes: [] }),
    film: { pollMs: 1, mostTroubles: 2 },
    ...options,
  })
}

/**
 * How long a call is waited for that never ends, where others that do end go the same way, ms: the machine may well stand still for half a second
 * between a question and its answer.
 */
export const shortPatience = 1_000

export const vertexPlace = { project: 'bakery-472311', location: 'global', filmLocation: 'us-central1' } as const

/** The same as Vertex AI in a project. Credentials come as GOOGLE_APPLICATION_CREDENTIALS says, tokens from the vendor. */
export function vertexAt(url: string, options: Partial<GoogleOptions> = {}): Provider {
  return googleAt(url, {
    access: { vertex: vertexPlace, fetchToken: (_, init) => fetch(`${url}/token`, init) },
    models: vertexModels,
    ...options,
  })
}

export type HeardCall = CallContext & {
  said(): Record<string, string>
  reports: Report[]
  /** What was told to be spent, once or never. */
  usages: Usage[]
  /** What a critic said, once or never. */
  reviews: Review[]
  abort(reason: Error): void
}

/** A call that remembers what the provider said while it worked. */
export function hearCall(ref = 'job_1/1', instruction?: string): HeardCall {
  const controller = new AbortController()
  const parts = new Map<string, string>()
  const reports: Report[] = []
  const usages: Usage[] = []
  const reviews: Review[] = []
  return {
    signal: controller.signal,
    call: 1,
    ref,
    seed: 'seed/v1',
    ...(instruction !== undefined && { instruction }),
    say: (part, text) => void parts.set(part, (parts.get(part) ?? '') + text),
    report: (report) => void reports.push(report),
    answered: async (usage) => void usages.push(usage),
    reviewed: (review) => void reviews.push(review),
    said: () => Object.fromEntries(parts),
    reports,
    usages,
    reviews,
    abort: (reason) => controller.abort(reason),
  }
}

/** A picture and a film, so that one of the two wants a storyboard. */
export const pictureAndFilm: AnalysisRequest['posts'] = [
  { index: 1, kind: 'text_image' },
  { index: 2, kind: 'text_video' },
]

export const bakery = (more: Partial<BriefInput> = {}): Brief =>
  BriefSchema.parse({
    business:
      'Hearth & Crumb is a neighbourhood bakery in Leeds. Sourdough proved for 36 hours, open from 6 am. Order at hearthandcrumb.example/order.',
    objective: 'sales',
    ...more,
  })
