import type { Job } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { moment } from '../messages/numbers.ts'
import { LocalTime } from '../shell/local-time.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Note } from '../ui/note.tsx'

const words = en.campaign.notes

/** What waits for its provider's next quota, with the provider's reason, and when the first of it goes on. */
export function QuotaNote({ jobs }: { jobs: readonly Job[] }) {
  const waiting = jobs.filter((job) => job.waitingFor?.reason === 'quota')
  const [first] = waiting.flatMap(({ waitingFor }) => waitingFor?.until ?? []).toSorted()
  if (first === undefined) return null
  return (
    <Note tone="warn" icon={<Glyph name="parked" />} title={words.quotaTitle(waiting.length)}>
      {waiting[0]?.error?.message ?? words.quotaText} {words.quotaFrom} <LocalTime iso={first} format={moment} />.
    </Note>
  )
}
