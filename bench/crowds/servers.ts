import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { CampaignViewSchema } from '../../lib/domain/campaign.ts'
import { commitTimes, noteCommits } from '../../tests/support/commit-times.ts'
import { sampleBrief } from '../../tests/support/sample.ts'
import { createFolder } from '../../tests/support/sqlite.ts'
import { startServer } from '../../tests/support/start-server.ts'
import { startChild } from '../programs/child.ts'
import { PeerAnswerSchema, type PeerAnswer, type PeerOrder } from '../programs/crowd-protocol.ts'
import { dryRounds, perform, resultOf, type Crowd, type Programme, type Result } from './perform.ts'

/** Most events that one campaign gives: each cancels one of its 55 jobs. */
export const mostRounds = 55 - dryRounds
export type Peer = 'bare' | 'naive' | 'better-sse'

/** What a viewer has read when it is there. */
const marks: Record<Peer, string> = { bare: ':\n\n', naive: ':\n\n', 'better-sse': 'event:welcome' }

/** The real server. An event is the cancellation of a job by REST, and its age counts from the return of COMMIT. Answers one fact, too. */
export async function performOurs(
  crowd: Crowd,
  campaigns: number,
  programme: Programme,
): Promise<{ result: Result; sample: string }> {
  const { folder, remove } = await createFolder()
  const file = path.join(folder, `commits-${randomUUID()}`)
  const server = await startServer({ dataDir: folder, env: { ROLE: 'web', ...noteCommits(file) } })
  const post = async (address: string, body = '{}'): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${server.url}/api/v1${address}`, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const brief = JSON.stringify({ ...sampleBrief, postCount: 30 })
  try {
    const views: { id: string; seq: number; jobs: string[] }[] = []
    for (let made = 0; made < campaigns; made++) {
      const { id, seq, jobs } = CampaignViewSchema.parse(await post('/campaigns', brief))
      views.push({ id, seq, jobs: jobs.filter((job) => job.kind !== 'analysis').map((job) => job.id) })
    }
    const firstSeqs = views.map(({ seq }) => seq + 1)
    const told = await perform(
      crowd,
      {
        pid: server.pid,
        port: Number(new URL(server.url).port),
        paths: views.map(({ id, seq }) => `/api/v1/campaigns/${id}/events?after=${seq}&follow=1`),
        mark: '"state":"live"',
        firstSeqs,
        send: (campaign, round) => post(`/jobs/${views[campaign]?.jobs[round]}/cancel`),
      },
      programme,
    )
    const log = `${server.url}/api/v1/campaigns/${views[0]?.id}/events?after=${views[0]?.seq}&limit=1`
    const page = await (await fetch(log)).text()
    await server.stop()
    const born = await Promise.all(views.map(({ id }) => commitTimes(file, id)))
    return {
      result: resultOf(told, born, firstSeqs, programme),
      sample: page.slice(page.indexOf('[') + 1, page.lastIndexOf(']')),
    }
  } finally {
    await server.stop()
    await remove()
  }
}

/** A peer that sends the same bytes; an event's age counts from the moment before the first write. */
export async function performPeer(
  kind: Peer,
  crowd: Crowd,
  topics: number,
  data: string,
  programme: Programme,
): Promise<Result> {
  const server = startChild<PeerOrder, PeerAnswer>('peer-server.ts', [kind], PeerAnswerSchema)
  const paths = Array.from({ length: topics }, (_, topic) => `/${topic}`)
  const born = paths.map(() => new Map<number, number>())
  const firstSeqs = paths.map(() => 1)
  try {
    const listening = await server.answer()
    if (listening.type !== 'listening') throw new Error('The peer did not listen.')
    const send = async (topic: number, round: number): Promise<void> => {
      const sent = await server.ask({ topic, seq: round + 1, data })
      if (sent.type === 'sent') born[topic]?.set(sent.seq, sent.at)
    }
    const stage = { pid: server.pid, port: listening.port, paths, mark: marks[kind], firstSeqs, send }
    return resultOf(await perform(crowd, stage, programme), born, firstSeqs, programme)
  } finally {
    await server.stop()
  }
}
