import type { CampaignStatus } from '../../lib/domain/campaign.ts'
import type { JobKind } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { capital, lasted, listOf, percent } from '../messages/numbers.ts'
import { isBad, isOpen, isRunning, type Face } from './job-face.ts'

/** A piece of the sentence. `now` is what is being made, `quiet` is context, `warn` waits for something. */
export type Tone = 'now' | 'plain' | 'quiet' | 'warn'
export type SentencePart = { tone: Tone; text: string }

/** What the sentence is made from: the campaign page and a dashboard line both have it. */
export type Told = {
  status: CampaignStatus
  round: number
  progress: number
  startedAt: string | null
  finishedAt: string | null
  jobs: readonly { kind: JobKind; face: Face; post: number | null; reason: string | null }[]
  postCount: number
}

const kinds = ['text', 'image', 'video'] as const
const words = en.sentence

/** One sentence that is true now. */
export function sentenceOf(told: Told): SentencePart[] {
  switch (told.status) {
    case 'running':
      return makingOf(told)
    case 'paused':
      return pausedOf(told)
    case 'completed': {
      const whole = countOf(told, 'canceled') === 0
      return [{ tone: 'plain', text: whole ? words.made(listOf(madeOf(told)), tookOf(told)) : partialOf(told) }]
    }
    case 'partial':
      return [{ tone: 'plain', text: partialOf(told) }]
    case 'failed':
      return failedOf(told)
    case 'canceled':
      return [
        { tone: 'plain', text: words.canceledAt(percent(told.progress)) },
        { tone: 'quiet', text: words.kept(countOf(told, 'completed')) },
      ]
  }
}

/** The sentence while the page hears nothing: what was true when it last did. Settled campaigns stay as they are. */
export function offlineSentence(told: Told, silentMs: number): SentencePart[] {
  const parts = sentenceOf(told)
  if (told.status !== 'running' && told.status !== 'paused') return parts
  const [first, ...rest] = parts
  if (!first) return parts
  const text = ` ${first.text.charAt(0).toLowerCase()}${first.text.slice(1)}`
  return [
    { tone: 'quiet', text: words.lastHeard(lasted(Math.max(1_000, Math.round(silentMs / 1_000) * 1_000))) },
    { tone: 'plain', text },
    ...rest.map((part): SentencePart => ({ ...part, tone: part.tone === 'now' ? 'plain' : part.tone })),
  ]
}

export const textOf = (parts: readonly SentencePart[]): string => parts.map((part) => part.text).join('')

/** What runs goes on to its end; what waits, waits. */
function pausedOf(told: Told): SentencePart[] {
  const active = activeOf(told)
  const waiting = countOf(told, (face) => isOpen(face) && !isRunning(face))
  return [
    { tone: 'warn', text: words.paused },
    ...(active.length === 0 ? [] : [{ tone: 'now' as const, text: words.toTheEnd(listOf(active)) }]),
    { tone: 'quiet', text: words.waits(waiting) },
  ]
}

function activeOf(told: Told): string[] {
  return (['analysis', ...kinds] as const).flatMap((kind) => {
    const n = countOf(told, isRunning, kind)
    return n > 0 ? [words.doing[kind](n)] : []
  })
}

function makingOf(told: Told): SentencePart[] {
  const analysis = told.jobs.find((job) => job.kind === 'analysis')
  if (analysis && analysis.face !== 'completed' && !isBad(analysis.face) && analysis.face !== 'canceled') {
    if (isRunning(analysis.face)) {
      return [
        { tone: 'now', text: words.reading },
        { tone: 'quiet', text: words.toFind(told.postCount) },
      ]
    }
    if (analysis.face === 'retrying') return [{ tone: 'warn', text: words.tryingAgain(words.some.analysis(1), 1) }]
    if (analysis.face === 'parked') return [{ tone: 'warn', text: words.parked(words.some.analysis(1), 1).trimStart() }]
    return [
      { tone: 'plain', text: words.queue },
      { tone: 'quiet', text: words.queueWhy },
    ]
  }
  const parts: SentencePart[] = []
  const active = activeOf(told)
  if (active.length > 0) parts.push({ tone: 'now', text: `${capital(listOf(active))}.` })
  const group = (wanted: Face): { list: string; n: number } => {
    const named = kinds.flatMap((kind) => {
      const n = countOf(told, wanted, kind)
      return n > 0 ? [words.some[kind](n)] : []
    })
    return { list: listOf(named), n: countOf(told, wanted) }
  }
  const retrying = group('retrying')
  if (retrying.n > 0) parts.push({ tone: 'plain', text: lead(parts, words.tryingAgain(retrying.list, retrying.n)) })
  const queued = group('queued')
  if (active.length === 0 && queued.n > 0)
    parts.push({ tone: 'plain', text: lead(parts, words.queued(queued.list, queued.n)) })
  const parked = group('parked')
  if (parked.n > 0) parts.push({ tone: 'warn', text: lead(parts, words.parked(parked.list, parked.n).trimStart()) })
  const refused = group('refused')
  if (refused.n > 0)
    parts.push({ tone: 'plain', text: lead(parts, words.bad.refused(refused.list, refused.n).trimStart()) })
  const failed = group('failed')
  if (failed.n > 0) parts.push({ tone: 'plain', text: lead(parts, words.bad.failed(failed.list).trimStart()) })
  return parts.length > 0 ? parts : [{ tone: 'now', text: words.opening }]
}

const lead = (before: readonly SentencePart[], text: string): string => (before.length > 0 ? ` ${text}` : text)

function partialOf(told: Told): string {
  const posts = new Map<number, Told['jobs'][number][]>()
  for (const job of told.jobs) if (job.post !== null) posts.set(job.post, [...(posts.get(job.post) ?? []), job])
  if (posts.size === 0) return words.made(listOf(madeOf(told)), null) + badOf(told)
  const short = [...posts].filter(([, jobs]) => jobs.some((job) => job.face !== 'completed'))
  const ready = words.postsReady(posts.size - short.length)
  const [only, ...others] = short
  if (!only) return ready
  if (others.length > 0)
    return (
      ready + words.lackMany(listOf(short.map(([index]) => String(index)).toSorted((a, b) => Number(a) - Number(b))))
    )
  const [index, jobs] = only
  const lacking = jobs.find((job) => job.face !== 'completed')
  const has = jobs.find((job) => job.face === 'completed')
  const fate = lacking?.face === 'refused' || lacking?.face === 'canceled' ? lacking.face : 'failed'
  return ready + (has && lacking ? words.lacks(index, has.kind, lacking.kind, fate) : words.lacksAll(index, fate))
}

function badOf(told: Told): string {
  const named = (wanted: Face): string[] =>
    kinds.flatMap((kind) => {
      const n = countOf(told, wanted, kind)
      return n > 0 ? [words.some[kind](n)] : []
    })
  const failed = named('failed')
  const refused = named('refused')
  return (
    (refused.length > 0 ? words.bad.refused(listOf(refused), countOf(told, 'refused')) : '') +
    (failed.length > 0 ? words.bad.failed(listOf(failed)) : '')
  )
}

function failedOf(told: Told): SentencePart[] {
  const reason = told.jobs.find((job) => isBad(job.face))?.reason ?? null
  const text = countOf(told, 'completed', 'analysis') > 0 ? words.onlyAnalysis : words.failed
  const parts: SentencePart[] = [{ tone: 'plain', text }]
  return reason === null ? parts : [...parts, { tone: 'quiet', text: words.failedWhy(reason) }]
}

function madeOf(told: Told): string[] {
  return kinds.flatMap((kind) => {
    const n = countOf(told, 'completed', kind)
    return n > 0 ? [words.bare[kind](n)] : []
  })
}

function tookOf({ round, startedAt, finishedAt }: Told): string | null {
  if (round > 1 || startedAt === null || finishedAt === null) return null
  return lasted(Date.parse(finishedAt) - Date.parse(startedAt))
}

function countOf(told: Told, wanted: Face | ((face: Face) => boolean), kind?: JobKind): number {
  const fits = typeof wanted === 'function' ? wanted : (face: Face): boolean => face === wanted
  return told.jobs.filter((job) => (kind === undefined || job.kind === kind) && fits(job.face)).length
}
