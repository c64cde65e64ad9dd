import { z } from 'zod'

/** Prefixed ids of the public surface. The body is 20 characters of Crockford base 32, time-ordered. */
const body = z.string().regex(/[0-9a-hjkmnp-tv-z]{20}/)

export const CampaignIdSchema = z.templateLiteral(['cmp_', body])
export const JobIdSchema = z.templateLiteral(['job_', body])
export const PostIdSchema = z.templateLiteral(['pst_', body])
export const AssetIdSchema = z.templateLiteral(['ast_', body])
export const BrandIdSchema = z.templateLiteral(['brd_', body])
export const UploadIdSchema = z.templateLiteral(['upl_', body])

export type CampaignId = z.infer<typeof CampaignIdSchema>
export type JobId = z.infer<typeof JobIdSchema>
export type PostId = z.infer<typeof PostIdSchema>
export type AssetId = z.infer<typeof AssetIdSchema>
export type UploadId = z.infer<typeof UploadIdSchema>

/** Port: makes ids. Injected so that tests can name them. */
export type Ids = {
  campaign(): CampaignId
  job(): JobId
  post(): PostId
  asset(): AssetId
  upload(): UploadId
  /** An unguessable lease token. */
  token(): string
}

/** Random bytes taken from the system at a time. */
const drawnAtOnce = 1_024

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Ids from a clock (ms) and a source of random bytes: 9 characters of time, 11 of chance.
 * Two ids of one millisecond collide with a chance of 1 in 3.6e16.
 */
export function createIds(now: () => number, randomBytes: (length: number) => Uint8Array): Ids {
  const time = (): string => {
    let rest = now()
    let text = ''
    for (let i = 0; i < 9; i++) {
      text = alphabet[rest % 32] + text
      rest = Math.floor(rest / 32)
    }
    return text
  }
  let drawn = new Uint8Array()
  let used = 0
  const chance = (length: number): string => {
    // The system is asked rarely: one call costs more than all the rest of an id.
    if (used + length > drawn.length) {
      drawn = new Uint8Array(randomBytes(drawnAtOnce))
      used = 0
    }
    let text = ''
    for (const end = used + length; used < end; used++) text += alphabet[(drawn[used] ?? 0) % 32]
    return text
  }
  const next = (): string => time() + chance(11)
  return {
    campaign: () => `cmp_${next()}`,
    job: () => `job_${next()}`,
    post: () => `pst_${next()}`,
    asset: () => `ast_${next()}`,
    upload: () => `upl_${next()}`,
    token: () => chance(24),
  }
}
