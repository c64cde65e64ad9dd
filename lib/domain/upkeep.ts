import type { CampaignId } from './ids.ts'

/**
 * What the pen does for the house when nobody asks: small transactions, safe beside everything else and beside another process that does the
 * same. Times in ms since 1970. Throws as the JobStore does.
 */
export type Upkeep = {
  /** True for one of all the processes that ask, at most once in `everyMs`, over restarts too. */
  takeTurn(everyMs: number): Promise<boolean>
  /** Removes for good one campaign that went into the bin before; false when there is none. */
  emptyBin(before: number): Promise<boolean>
  /**
   * Looks at the next campaign after `after` (null: the first) that has a log and was created before; when it settled before, its log goes, and
   * whoever comes with an old cursor gets a snapshot. Null when there is none left.
   */
  cutLog(after: CampaignId | null, before: number): Promise<CampaignId | null>
  /** Forgets idempotency keys, and notes of removed campaigns, from before. */
  forget(before: number): Promise<void>
  /** Removes files that no campaign names: those that one named, and those from before. At most 500; false when there is none left. */
  dropUploads(before: number): Promise<boolean>
  /** Hashes that assets and uploads with an id greater than `after` name, those in the bin too; at most `limit` rows. `last` is null after the end. */
  namedFiles(after: string, limit: number): Promise<{ last: string | null; hashes: string[] }>
}
