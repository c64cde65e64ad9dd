import { z } from 'zod'
import type { Caller } from '../domain/caller.ts'
import { AppError } from '../domain/errors.ts'
import { CampaignIdSchema, JobIdSchema } from '../domain/ids.ts'
import type { Campaigns } from '../domain/room.ts'
import { parseInput } from './input.ts'
import type { CommandMessage } from './ws-messages.ts'

type Command = (campaigns: Campaigns, caller: Caller, message: CommandMessage) => Promise<unknown>

const CancelSchema = z.object({
  params: z.union([z.strictObject({ campaignId: CampaignIdSchema }), z.strictObject({ jobId: JobIdSchema })], {
    error: 'Name what to cancel: {"campaignId": "cmp_…"} or {"jobId": "job_…"}.',
  }),
})
const RetrySchema = z.object({ params: z.strictObject({ jobId: JobIdSchema }) })

/** The use case of each command. It answers what the same call answers over REST. */
const commands: Record<CommandMessage['name'], Command> = {
  cancel: command(CancelSchema, (campaigns, caller, { params }) =>
    'jobId' in params ? campaigns.cancelJob(caller, params.jobId) : campaigns.cancel(caller, params.campaignId),
  ),
  retry: command(RetrySchema, (campaigns, caller, { params }) => campaigns.retryJob(caller, params.jobId)),
  pause: notBuilt,
  resume: notBuilt,
  regenerate: notBuilt,
  approve: notBuilt,
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

function notBuilt(_campaigns: Campaigns, _caller: Caller, { name }: CommandMessage): Promise<never> {
  return Promise.reject(new AppError('not_built', { detail: `The command ${name} is not built yet.` }))
}
