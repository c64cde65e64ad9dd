import type { Asset } from '../../domain/asset.ts'
import type { Recipe } from '../../domain/recipe.ts'
import type { Job } from '../../domain/job.ts'
import type { Post } from '../../domain/post.ts'
import type { CampaignHead, JobRecord } from '../../domain/record.ts'
import type { assetColumns, campaignColumns, jobColumns, postColumns } from './columns.ts'

/** What the pen alone knows of a change. `jobId` names the job an asset came from; `claim` is for the claim of the one job in scope. */
export type Stamp = {
  campaignId: string
  at: string
  jobId: string | null
  claim: { owner: string; turn: number } | null
}

/** The value of each column, its JSON not yet text: what a change left alone is still the same object, and costs nothing. */
export type Values<T, Field extends string = string> = Readonly<Record<Field, (of: T, stamp: Stamp) => unknown>>

export const campaignValues = {
  id: (head) => head.id,
  workspaceId: (head) => head.workspaceId,
  name: (head) => head.name,
  status: (head) => head.status,
  round: (head) => head.round,
  progress: (head) => head.progress,
  eta: (head) => head.eta,
  brief: (head) => head.brief,
  // Written once, by a statement of its own.
  analysis: () => null,
  provider: (head) => head.provider,
  seq: (head) => head.seq,
  lastClaim: (_, { claim }) => claim?.turn,
  plannedWeight: (head) => head.plannedWeight,
  settledWeight: (head) => head.settledWeight,
  open: (head) => head.open,
  made: (head) => head.made,
  completed: (head) => head.completed,
  failed: (head) => head.failed,
  canceled: (head) => head.canceled,
  stopped: (head) => head.stopped,
  outlook: (head) => head.outlook,
  currency: ({ cost }) => cost.currency,
  spentMicros: ({ cost }) => cost.spentMicros,
  reservedMicros: ({ cost }) => cost.reservedMicros,
  quotedLowMicros: ({ cost }) => cost.quotedLowMicros,
  quotedHighMicros: ({ cost }) => cost.quotedHighMicros,
  capMicros: ({ cost }) => cost.capMicros,
  createdAt: (head) => head.createdAt,
  startedAt: (head) => head.startedAt,
  finishedAt: (head) => head.finishedAt,
} satisfies Values<CampaignHead, keyof typeof campaignColumns | 'lastClaim'>

export const jobValues = {
  id: ({ job }) => job.id,
  campaignId: (_, { campaignId }) => campaignId,
  jobType: ({ job }) => job.kind,
  status: ({ job }) => job.status,
  progress: ({ job }) => job.progress,
  contentId: ({ job }) => contentOf(job),
  resultData: ({ job: { assetIds } }) => (assetIds.length > 0 ? JSON.stringify({ assetIds }) : null),
  createdAt: (_, { at }) => at,
  updatedAt: (_, { at }) => at,
  position: (record) => record.position,
  postId: ({ job }) => job.postId,
  dependsOn: ({ job }) => job.dependsOn,
  weight: ({ job }) => job.weight,
  priority: () => 0,
  availableAt: (record) => record.availableAt,
  leaseOwner: (_, { claim }) => claim?.owner,
  leaseToken: (record) => record.token,
  leaseBeat: (_, { claim }) => claim && 0,
  attempt: ({ job }) => job.attempt,
  failures: ({ job }) => job.failures,
  maxFailures: ({ job }) => job.maxFailures,
  crashes: (record) => record.crashes,
  bestProgress: (record) => record.bestProgress,
  bestText: (record) => record.bestText,
  providerCalls: (record) => record.calls,
  reserveMicros: (record) => record.reserveMicros,
  lostCalls: (record) => record.lostCalls,
  call: (record) => record.call,
  provider: ({ job }) => job.provider,
  model: ({ job }) => job.model,
  message: ({ job }) => job.message,
  measure: ({ job }) => job.measure,
  expected: ({ job }) => job.expected,
  waitingFor: ({ job }) => job.waitingFor,
  remake: (record) => record.remake,
  reuse: (record) => record.reuse,
  inputHash: (record) => record.inputHash,
  takenFrom: (record) => record.takenFrom,
  output: ({ job }) => job.output,
  error: ({ job }) => job.error,
  costMicros: ({ job }) => job.costMicros,
  queuedAt: ({ job }) => job.queuedAt,
  startedAt: ({ job }) => job.startedAt,
  finishedAt: ({ job }) => job.finishedAt,
} satisfies Values<JobRecord, keyof typeof jobColumns | 'leaseOwner' | 'leaseBeat'>

const contentOf = (job: Job): string | null =>
  job.status === 'completed' ? (job.assetIds[0] ?? (job.kind === 'text' ? job.postId : null)) : null

export const postValues = {
  id: (post) => post.id,
  campaignId: (_, { campaignId }) => campaignId,
  index: (post) => post.index,
  kind: (post) => post.kind,
  angle: (post) => post.angle,
  version: (post) => post.version,
  texts: (post) => post.texts,
  imageAssetId: (post) => post.imageAssetId,
  videoAssetId: (post) => post.videoAssetId,
  locked: (post) => post.locked,
  approval: (post) => post.approval,
  checks: (post) => post.checks,
  review: (post) => post.review,
} satisfies Values<Post, keyof typeof postColumns>

export const assetValues = {
  id: (asset) => asset.id,
  campaignId: (_, { campaignId }) => campaignId,
  jobId: (_, { jobId }) => jobId,
  position: ({ position }) => position,
  kind: (asset) => asset.kind,
  mime: (asset) => asset.mime,
  width: (asset) => asset.width,
  height: (asset) => asset.height,
  durationMs: (asset) => asset.durationMs,
  bytes: (asset) => asset.bytes,
  sha256: (asset) => asset.sha256,
  variants: (asset) => asset.variants,
  alt: (asset) => asset.alt,
  provider: (asset) => asset.provider,
  model: (asset) => asset.model,
  draft: (asset) => asset.draft,
  createdAt: (_, { at }) => at,
  recipe: ({ recipe }) => recipe,
} satisfies Values<Asset & { position: number; recipe: Recipe | null }, keyof typeof assetColumns>
