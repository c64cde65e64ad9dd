import { CampaignIdSchema, type CampaignId } from '../domain/ids.ts'
import { invalidInput } from './input.ts'

/** Most campaigns on one board stream (the contract's limit). */
const maxCampaigns = 50

/** A cursor no campaign reaches: what it follows begins with a snapshot. */
export const unknownCursor = Number.MAX_SAFE_INTEGER

const numberOf = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null)

/** Where a reader of one campaign stands: Last-Event-ID, else `?after=`. Null when there is none, or none that can be read. */
export function cursorOf(request: Request): number | null {
  const given = request.headers.get('last-event-id') || new URL(request.url).searchParams.get('after')
  return given === null ? null : numberOf(given)
}

/**
 * Where a reader of the board stands, per campaign: `?campaigns=cmp_a:12,cmp_b`, over which Last-Event-ID lays what it has seen since.
 * A campaign without a readable number begins with a snapshot. Throws `invalid_input` for ids that are none, or over 50 of them.
 */
export function boardCursorsOf(request: Request): Map<CampaignId, number> {
  const cursors = new Map<CampaignId, number>()
  for (const [name, seq] of entriesOf(new URL(request.url).searchParams.get('campaigns'))) {
    const id = CampaignIdSchema.safeParse(name)
    if (!id.success)
      throw invalidInput([{ path: 'campaigns', message: 'Write ids of campaigns as cmp_…:12, separated by commas.' }])
    cursors.set(id.data, numberOf(seq) ?? unknownCursor)
  }
  for (const [name, seq] of entriesOf(request.headers.get('last-event-id'))) {
    const id = CampaignIdSchema.safeParse(name)
    const seen = numberOf(seq)
    if (id.success && seen !== null) cursors.set(id.data, seen)
  }
  if (cursors.size <= maxCampaigns) return cursors
  throw invalidInput([{ path: 'campaigns', message: `At most ${maxCampaigns} campaigns on one stream.` }])
}

function entriesOf(text: string | null): [string, string][] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [name = '', seq = ''] = entry.split(':')
      return [name, seq]
    })
}
