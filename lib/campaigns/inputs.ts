import type { Analysis, Angle } from '../domain/analysis.ts'
import type { Brief } from '../domain/brief.ts'
import type { Job } from '../domain/job.ts'
import { bestPlatform, platformRules, videoSize, type StillSize } from '../domain/platform-rules.ts'
import type { Post } from '../domain/post.ts'
import type {
  AnalysisRequest,
  ImageRequest,
  PostSlot,
  Reference,
  TextRequest,
  VideoRequest,
} from '../domain/provider.ts'
import type { UploadMaterial, UploadNote } from '../domain/upload.ts'
import { factsRead, type WebsiteFacts } from '../domain/website.ts'
import { hashOf, materialOf } from './seed.ts'

type Request = AnalysisRequest | TextRequest | ImageRequest | VideoRequest

/** Who makes a job, of what, and how it is told apart from another telling of the same. */
export type Inputs = Pick<Job, 'kind' | 'provider' | 'model'> & {
  request: Request
  seed: string
  instruction: string | null
}

/**
 * SHA-256 over all that a maker is given: equal for jobs that ask the same model for the same. Of a website only what was read counts, not why
 * nothing was. A file counts by its hash, and what follows from it does not count again.
 */
export function inputHashOf({ request, ...asked }: Inputs): string {
  const told = {
    ...request,
    analysis: 'analysis' in request ? withFactsAlone(request.analysis) : null,
    uploads: 'uploads' in request ? request.uploads.map(byHash) : [],
    reference: 'reference' in request ? request.reference.sha256 : null,
  }
  return hashOf(inOrder({ ...asked, request: told }))
}

const byHash = ({ data, ...file }: UploadMaterial) => withoutId({ ...file, shown: data !== null })

/** A file that is handed in twice is the same. */
const withoutId = ({ name, mime, sha256, reading, claims, shown }: Omit<UploadNote, 'id'>) => ({
  name,
  mime,
  sha256,
  reading,
  claims,
  shown,
})

const withFactsAlone = ({ website, uploads, ...analysis }: Analysis) => ({
  ...analysis,
  website: factsRead(website) ?? null,
  ...(uploads && { uploads: uploads.map(withoutId) }),
})

/** The same value with its keys in order: what is read from a row may have others than what was just answered. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(
    entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, one]) => [key, inOrder(one)]),
  )
}

export function analysisRequest(
  brief: Brief,
  slots: readonly PostSlot[],
  website: WebsiteFacts | undefined,
  uploads: readonly UploadMaterial[],
) {
  const posts = slots.map(({ index, kind }) => ({ index, kind }))
  return {
    brief: materialOf(brief),
    posts,
    ...(website && { website }),
    ...(uploads.length > 0 && { uploads: [...uploads] }),
  } satisfies AnalysisRequest
}

export type Ground = { brief: Brief; analysis: Analysis; angle: Angle; post: Pick<Post, 'kind' | 'index'> }

export const textRequest = (ground: Ground): TextRequest => ({ ...basisOf(ground), kind: ground.post.kind })

export const imageRequest = (ground: Ground, reference: Reference | null): ImageRequest => ({
  ...basisOf(ground),
  ...stillSizes(ground.post, ground.brief.platforms),
  ...(reference && { reference }),
})

export const videoRequest = (ground: Ground): VideoRequest => ({ ...basisOf(ground), size: videoSize })

const basisOf = ({ brief, analysis, angle }: Ground) => ({ brief: materialOf(brief), analysis, angle })

/** The still of the platform that shows the post best, and the other sizes its platforms ask for. */
function stillSizes(
  post: Ground['post'],
  platforms: readonly (keyof typeof platformRules)[],
): { size: StillSize; others: StillSize[] } {
  const size = platformRules[bestPlatform(post.kind, post.index, platforms)].still
  const bySize = new Map(
    platforms.map((platform) => [JSON.stringify(platformRules[platform].still), platformRules[platform].still]),
  )
  bySize.delete(JSON.stringify(size))
  return { size, others: [...bySize.values()] }
}
