import { Progress } from 'radix-ui'
import type { CSSProperties } from 'react'
import type { JobKind } from '../../lib/domain/job.ts'
import type { Face } from './job-face.ts'

export type StripJob = { kind: JobKind; face: Face; progress: number | null; weight: number }

type StripProps = {
  jobs: readonly StripJob[]
  small?: boolean
  label: string
  /** 0 to 100; null when nobody knows. */
  percent: number | null
  words: string
}

const kinds: readonly JobKind[] = ['analysis', 'text', 'image', 'video']

/** The campaign laid flat: one segment per job, as wide as it is expected to take. A screen reader hears the whole, not the segments. */
export function Strip({ jobs, small = false, label, percent, words }: StripProps) {
  return (
    <Progress.Root
      className={small ? 'strip strip-s' : 'strip'}
      aria-label={label}
      value={percent}
      max={100}
      getValueLabel={() => words}
    >
      {kinds.map((kind) => {
        const group = jobs.filter((job) => job.kind === kind)
        if (group.length === 0) return null
        return (
          <div key={kind} className="g" style={{ flex: `${weightOf(group)} 1 0` }}>
            {group.map((job, at) => (
              <Segment key={at} job={job} />
            ))}
          </div>
        )
      })}
    </Progress.Root>
  )
}

function Segment({ job }: { job: StripJob }) {
  const style: CSSProperties & Record<'--v', number> = {
    flex: `${job.weight} 1 0`,
    '--v': Math.floor((job.progress ?? 0) * 100),
  }
  return (
    <span className="j" data-s={job.face} style={style}>
      {job.face === 'processing' ? <i /> : null}
    </span>
  )
}

export const weightOf = (jobs: readonly Pick<StripJob, 'weight'>[]): number =>
  jobs.reduce((sum, job) => sum + job.weight, 0)
