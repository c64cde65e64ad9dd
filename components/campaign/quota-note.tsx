import type { Job } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { moment } from '../messages/numbers.ts'
import { LocalTime } from '../shell/local-time.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Note } from '../ui/note.tsx'
import { waitsForQuota } from './job-words.ts'

const words = en.campaign.notes

/** What waits for its provider's next quota, and of the first of it that goes on: the provider's reason, and when. `now` as for `waitsForQuota`. */
export function QuotaNote({ jobs, now }: { jobs: readonly Job[]; now: number | null }) {
  const waiting = jobs.filter((job) => waitsForQuota(job, now))
  const [first] = waiting.toSorted((a, b) => untilOf(a).localeCompare(untilOf(b)))
  if (first === undefined) return null
  return (
    <Note tone="warn" icon={<Glyph name="parked" />} title={words.quotaTitle(waiting.length)}>
      {first.error?.message ?? words.quotaText} {words.quotaFrom} <LocalTime iso={untilOf(first)} format={moment} />.
    </Note>
  )
}

const untilOf = ({ waitingFor }: Job): string => waitingFor?.until ?? ''
