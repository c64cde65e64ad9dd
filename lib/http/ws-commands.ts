import { z } from 'zod'
import type { Caller } from '../domain/caller.ts'
import { RetrySchema } from '../domain/control.ts'
import { CampaignIdSchema, JobIdSchema, PostIdSchema } from '../domain/ids.ts'
import { RegenerateSchema } from '../domain/remake.ts'
import type { Campaigns } from '../domain/room.ts'
import { parseInput } from './input.ts'
import type { CommandMessage } from './ws-messages.ts'

type Command = (campaigns: Campaigns, caller: Caller, message: CommandMessage) => Promise<unknown>

const CancelSchema = z.object({
  params: z.union([z.strictObject({ campaignId: CampaignIdSchema }), z.strictObject({ jobId: JobIdSchema })], {
    error: 'Name what to cancel: {"campaignId": "cmp_…"} or {"jobId": "job_…"}.',
  }),
})
const CampaignSchema = z.object({ params: z.strictObject({ campaignId: CampaignIdSchema }) })
const RegenerateCommandSchema = z.object({ params: RegenerateSchema.safeExtend({ postId: PostIdSchema }) })
/** `version` is the post's, as in If-Match: an approval holds for exactly what was seen. */
const ApproveSchema = z.object({ params: z.strictObject({ postId: PostIdSchema, version: z.int().min(1) }) })
const RetryCommandSchema = z.object({ params: RetrySchema.safeExtend({ jobId: JobIdSchema }) })

/** The use case of each command. It answers what the same call answers over REST. */
const commands: Record<CommandMessage['name'], Command> = {
  cancel: command(CancelSchema, (campaigns, caller, { params }) =>
    'jobId' in params ? campaigns.cancelJob(caller, params.jobId) : campaigns.cancel(caller, params.campaignId),
  ),
  retry: command(RetryCommandSchema, (campaigns, caller, { params: { jobId, ...wish } }) =>
    campaigns.retryJob(caller, jobId, wish),
  ),
  pause: command(CampaignSchema, (campaigns, caller, { params }) => campaigns.pause(caller, params.campaignId)),
  resume: command(CampaignSchema, (campaigns, caller, { params }) => campaigns.resume(caller, params.campaignId)),
  async regenerate(campaigns, caller, message) {
    const { postId, ...wish } = parseInput(RegenerateCommandSchema, message).params
    return { jobs: await campaigns.regenerate(caller, postId, wish, null) }
  },
  approve: command(ApproveSchema, (campaigns, caller, { params }) =>
    campaigns.editPost(caller, params.postId, params.version, { approval: 'approved' }),
  ),
}

/** Runs a command as the caller. Throws `invalid_input` for params that do not fit, and whatever its use case throws. */
export function runCommand(campaigns: Campaigns, caller: Caller, message: CommandMessage): Promise<unknown> {
  return commands[message.name](campaigns, caller, message)
}

function command<T>(
  schema: z.ZodType<T>,
  run: (campaigns: Campaigns, caller: Caller, message: T) => Promise<unknown>,
): Command {
  return async (campaigns, caller, message) => run(campaigns, caller, parseInput(schema, message))
}
