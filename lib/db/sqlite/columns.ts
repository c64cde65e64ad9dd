/** Column names by field, the one place where both spellings meet. The pen builds its statements from these. */
export const campaignColumns = {
  id: 'id',
  workspaceId: 'workspace_id',
  name: 'name',
  status: 'status',
  round: 'round',
  progress: 'progress',
  eta: 'eta',
  brief: 'brief',
  analysis: 'analysis',
  provider: 'provider',
  seq: 'seq',
  plannedWeight: 'planned_weight',
  settledWeight: 'settled_weight',
  open: 'open',
  made: 'made',
  completed: 'completed',
  failed: 'failed',
  canceled: 'canceled',
  stopped: 'stopped',
  outlook: 'outlook',
  currency: 'currency',
  spentMicros: 'spent_micros',
  reservedMicros: 'reserved_micros',
  quotedLowMicros: 'quoted_low_micros',
  quotedHighMicros: 'quoted_high_micros',
  capMicros: 'cap_micros',
  createdAt: 'created_at',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
} as const

export const jobColumns = {
  id: 'id',
  campaignId: 'campaign_id',
  jobType: 'job_type',
  status: 'status',
  progress: 'progress',
  contentId: 'content_id',
  resultData: 'result_data',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  position: 'position',
  postId: 'post_id',
  dependsOn: 'depends_on',
  weight: 'weight',
  priority: 'priority',
  availableAt: 'available_at',
  leaseToken: 'lease_token',
  attempt: 'attempt',
  failures: 'failures',
  maxFailures: 'max_failures',
  crashes: 'crashes',
  bestProgress: 'best_progress',
  bestText: 'best_text',
  providerCalls: 'provider_calls',
  reserveMicros: 'reserve_micros',
  lostCalls: 'lost_calls',
  call: 'call',
  provider: 'provider',
  model: 'model',
  message: 'message',
  measure: 'measure',
  expected: 'expected',
  waitingFor: 'waiting_for',
  remake: 'remake',
  reuse: 'reuse',
  inputHash: 'input_hash',
  takenFrom: 'taken_from',
  output: 'output',
  error: 'error',
  costMicros: 'cost_micros',
  queuedAt: 'queued_at',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
} as const

export const postColumns = {
  id: 'id',
  campaignId: 'campaign_id',
  index: 'index',
  kind: 'kind',
  angle: 'angle',
  version: 'version',
  texts: 'texts',
  imageAssetId: 'image_asset_id',
  videoAssetId: 'video_asset_id',
  locked: 'locked',
  approval: 'approval',
  checks: 'checks',
  review: 'review',
} as const

export const assetColumns = {
  id: 'id',
  campaignId: 'campaign_id',
  jobId: 'job_id',
  position: 'position',
  kind: 'kind',
  mime: 'mime',
  width: 'width',
  height: 'height',
  durationMs: 'duration_ms',
  bytes: 'bytes',
  sha256: 'sha256',
  variants: 'variants',
  alt: 'alt',
  provider: 'provider',
  model: 'model',
  draft: 'draft',
  createdAt: 'created_at',
  recipe: 'recipe',
} as const

export type Columns = Readonly<Record<string, string>>

/** `"job_type" AS "jobType", …` */
export const selectList = (columns: Columns, table = ''): string =>
  Object.entries(columns)
    .map(([field, column]) => `${table}"${column}" AS "${field}"`)
    .join(', ')

/** Takes the values in the order of `columns`. */
export const insertInto = (table: string, columns: Columns): string => {
  const names = Object.values(columns).map((column) => `"${column}"`)
  return `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
}

/** Takes the values of `fields`, then the id. */
export const updateById = (table: string, columns: Columns, fields: readonly string[]): string =>
  `UPDATE "${table}" SET ${fields.map((field) => `"${columns[field]}" = ?`).join(', ')} WHERE "id" = ?`
