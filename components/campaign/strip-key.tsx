import type { Job } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { faceOf, isBad, isRunning, type Face } from './job-face.ts'
import { jobWords, tookOf } from './job-words.ts'
import { weightOf } from './strip.tsx'

const words = en.campaign
const kinds = ['analysis', 'text', 'image', 'video'] as const

/** What the groups of the strip are, under it. */
export function StripKey({ jobs, now }: { jobs: readonly Job[]; now: number | null }) {
  return (
    <div className="strip-key only-wide">
      {kinds.map((kind) => {
        const group = jobs.filter((job) => job.kind === kind)
        if (group.length === 0) return null
        const name = kind === 'video' && group.length > 1 ? words.groups.videos : words.groups[kind]
        return (
          <div key={kind} className="one-line" style={{ flex: `${weightOf(group)} 1 0` }}>
            <b>{name}</b>
            <span>{groupFact(group, now)}</span>
          </div>
        )
      })}
    </div>
  )
}

function groupFact(group: readonly Job[], now: number | null): string {
  const faces = group.map(faceOf)
  const count = (fits: (face: Face) => boolean): number => faces.filter(fits).length
  const [only] = group
  if (group.length === 1 && only) {
    const said = jobWords(only, now)
    if (said.face === 'completed') return tookOf(only) ?? words.group.finished
    if (isRunning(said.face)) return said.fact ?? said.label
    return said.face === 'blocked' ? words.group.wait(1) : said.label
  }
  const done = count((face) => face === 'completed')
  const idle = count((face) => face === 'blocked' || face === 'queued')
  if (idle === group.length) return words.group.wait(idle)
  const refused = count((face) => face === 'refused')
  const failed = count((face) => face === 'failed')
  const canceled = count((face) => face === 'canceled')
  const bad = [
    refused > 0 ? words.group.bad(refused, 'refused') : '',
    failed > 0 ? words.group.bad(failed, 'failed') : '',
    canceled > 0 ? words.group.bad(canceled, 'canceled') : '',
  ].join('')
  const of = words.group.of(done, group.length)
  return bad === '' ? of : `${of} ${words.group.finished}${bad}`
}

/** The same facts as the strip, in one breath. */
export const hasBad = (jobs: readonly Job[]): number => jobs.filter((job) => isBad(faceOf(job))).length
