import type { Asset } from '../domain/asset.ts'
import type { Brief } from '../domain/brief.ts'

import type { Job } from '../domain/job.ts'
import type { Post, PostVersion } from '../domain/post.ts'
import type { CampaignHead, JobRecord } from '../domain/record.ts'
import type { Review } from '../domain/review.ts'
import type { Score } from '../domain/score.ts'
import type { ReadUpload } from '../domain/upload.ts'
import type * as Model from './generated/client.ts'

/**
 * Rows as both readers hand them out: Prisma (Date, bigint, boolean) and the pen's own connection (ISO text, number, 0 or 1). Column text that
 * holds JSON was written by the pen from values its schemas had accepted.
 */
type Loose<T> = {
  [K in keyof T]: T[K] extends Date | null
    ? T[K] | string
    : T[K] extends bigint | null
      ? T[K] | number
      : T[K] extends boolean
        ? T[K] | number
        : T[K]
}
export type CampaignRow = Loose<Omit<Model.Campaign, 'lastClaim' | 'deletedAt' | 'briefHash'>>
export type JobRow = Loose<Omit<Model.GenerationJob, 'leaseOwner' | 'leaseBeat' | 'dedupeKey'>>
export type PostRow = Loose<Model.Post>
export type AssetRow = Loose<Model.Asset>

const time = (value: Date | string | null): string | null =>
  value === null ? null : value instanceof Date ? value.toISOString() : value
const timeOr = (value: Date | string): string => (value instanceof Date ? value.toISOString() : value)

/** JSON of a column. The type is the pen's promise: nobody else writes these columns. */
export function fromJson<T>(text: string | null): T | null {
  return text === null ? null : parse<T>(text)
}
const parse = <T>(text: string): T => JSON.parse(text) as T
/** What was written before a brief could name files has no list of them. */
function briefOf(text: string): Brief {
  const kept = parse<Omit<Brief, 'uploads'> & Partial<Pick<Brief, 'uploads'>>>(text)
  return { ...kept, uploads: kept.uploads ?? [] }
}

export function headOf(row: CampaignRow): CampaignHead {
  return {
    id: row.id as CampaignHead['id'],
    workspaceId: row.workspaceId,
    name: row.name,
    status: row.status as CampaignHead['status'],
    round: row.round,
    progress: row.progress,
    eta: fromJson(row.eta),
    brief: briefOf(row.brief),
    provider: row.provider,
    seq: row.seq,
    plannedWeight: row.plannedWeight,
    settledWeight: row.settledWeight,
    open: row.open,
    made: row.made,
    completed: row.completed,
    failed: row.failed,
    canceled: row.canceled,
    stopped: Boolean(row.stopped),
    outlook: fromJson(row.outlook) ?? [],
    cost: {
      currency: row.currency,
      spentMicros: Number(row.spentMicros),
      reservedMicros: Number(row.reservedMicros),
      quotedLowMicros: Number(row.quotedLowMicros),
      quotedHighMicros: Number(row.quotedHighMicros),
      capMicros: row.capMicros === null ? null : Number(row.capMicros),
    },
    createdAt: timeOr(row.createdAt),
    startedAt: time(row.startedAt),
    finishedAt: time(row.finishedAt),
  }
}

export function jobOf(row: JobRow): Job {
  return {
    id: row.id as Job['id'],
    kind: row.jobType as Job['kind'],
    status: row.status as Job['status'],
    waitingFor: fromJson(row.waitingFor),
    progress: row.progress,
    measure: fromJson(row.measure),
    expected: fromJson(row.expected),
    weight: row.weight,
    message: row.message,
    attempt: row.attempt,
    failures: row.failures,
    maxFailures: row.maxFailures,
    dependsOn: parse(row.dependsOn),
    postId: row.postId as Job['postId'],
    assetIds: fromJson<{ assetIds: Job['assetIds'] }>(row.resultData)?.assetIds ?? [],
    output: fromJson(row.output),
    error: fromJson(row.error),
    provider: row.provider,
    model: row.model,
    costMicros: Number(row.costMicros),
    queuedAt: time(row.queuedAt),
    startedAt: time(row.startedAt),
    finishedAt: time(row.finishedAt),
  }
}

export const recordOf = (row: JobRow): JobRecord => ({
  job: jobOf(row),
  position: row.position,
  availableAt: Number(row.availableAt),
  crashes: row.crashes,
  bestProgress: row.bestProgress,
  bestText: row.bestText,
  calls: row.providerCalls,
  reserveMicros: Number(row.reserveMicros),
  lostCalls: row.lostCalls,
  call: fromJson(row.call),
  token: row.leaseToken,
  remake: fromJson(row.remake),
  reuse: Boolean(row.reuse),
  inputHash: row.inputHash,
  takenFrom: row.takenFrom as JobRecord['takenFrom'],
})

export function postOf(row: PostRow): Post {
  return {
    id: row.id as Post['id'],
    index: row.index,
    kind: row.kind as Post['kind'],
    angle: fromJson(row.angle),
    version: row.version,
    texts: parse(row.texts),
    imageAssetId: row.imageAssetId as Post['imageAssetId'],
    videoAssetId: row.videoAssetId as Post['videoAssetId'],
    locked: Boolean(row.locked),
    approval: row.approval as Post['approval'],
    ...(row.checks !== null && { checks: parse<Score[]>(row.checks) }),
    ...(row.review !== null && { review: parse<Review>(row.review) }),
  }
}

export const postVersionOf = ({ content, replacedAt }: Loose<Model.PostVersion>): PostVersion => ({
  ...parse<Post>(content),
  replacedAt: timeOr(replacedAt),
})

export function assetOf(row: AssetRow): Asset {
  return {
    id: row.id as Asset['id'],
    kind: row.kind as Asset['kind'],
    mime: row.mime,
    width: row.width,
    height: row.height,
    durationMs: row.durationMs,
    bytes: row.bytes,
    sha256: row.sha256,
    url: `/api/v1/assets/${row.id}`,
    variants: parse(row.variants),
    alt: row.alt,
    provider: row.provider,
    model: row.model,
    draft: Boolean(row.draft),
  }
}

export const uploadOf = (row: Omit<Loose<Model.Upload>, 'workspaceId' | 'used'>): ReadUpload => ({
  id: row.id as ReadUpload['id'],
  name: row.name,
  mime: row.mime as ReadUpload['mime'],
  bytes: row.bytes,
  sha256: row.sha256,
  reading: parse(row.reading),
  text: row.text,
  claims: parse(row.claims),
  createdAt: timeOr(row.createdAt),
})
