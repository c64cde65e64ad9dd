import { expect, test } from 'vitest'
import type { JobEvent } from '../../lib/domain/event.ts'
import type { LiveMessage } from '../../lib/domain/room.ts'
import { createRecordFrame, recordStart } from '../../lib/http/record.ts'
import { sampleView } from '../support/sample.ts'

const now = (): number => Date.UTC(2026, 10, 23, 12)
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

function moved(view: ReturnType<typeof sampleView>, seq: number, progress: number): LiveMessage {
  const [job] = view.jobs
  if (!job) throw new Error('The sample has no job.')
  const { output: _, ...fact } = job
  const event: JobEvent = {
    seq,
    type: 'job.progress',
    campaignId: view.id,
    at: view.createdAt,
    job: { ...fact, status: 'processing', progress },
    campaign: {
      status: 'running',
      round: 1,
      progress: progress / 10,
      eta: null,
      cost: view.cost,
      name: view.name,
      startedAt: null,
      finishedAt: null,
    },
  }
  return { type: 'fact', row: { seq, type: event.type, json: JSON.stringify(event) } }
}

test('a job is called by id, type, status, progress and message in both answers of the record', () => {
  const view = sampleView()
  const start = recordStart(view)
  expect(start).toMatchObject({
    campaignId: view.id,
    status: 'processing',
    progressEndpoint: `/api/v1/content/progress/${view.id}`,
  })
  expect(start.jobs).toHaveLength(view.jobs.length)
  expect(start.jobs[0]).toEqual({
    id: view.jobs[0]?.id,
    type: 'analysis',
    status: 'queued',
    progress: null,
    message: null,
  })

  const frame = text(createRecordFrame(now)({ type: 'snapshot', view }))
  expect(frame).toMatch(/^event: progress\nid: 1\ndata: .*\n\n$/)
  expect(JSON.parse(frame.split('data: ')[1] ?? '')).toEqual({
    campaign_id: view.id,
    overall_progress: 0,
    jobs: start.jobs,
    timestamp: '2026-11-23T12:00:00.000Z',
  })
})

test('the record hears of each change of its own fields and of nothing else', () => {
  const view = sampleView()
  const frame = createRecordFrame(now)
  frame({ type: 'snapshot', view })
  expect(text(frame(moved(view, 2, 0.5)))).toContain('"overall_progress":0.05')
  expect(text(frame(moved(view, 3, 0.5)))).toBe('')
  expect(text(frame({ type: 'control', state: 'closed' }))).toBe('')
})

test('a failed job says why', () => {
  const view = sampleView()
  const error = {
    code: 'refused' as const,
    message: 'The provider refused this.',
    retryable: false,
    reason: null,
    charged: false,
  }
  const jobs = view.jobs.map((job) => ({ ...job, status: 'failed' as const, message: 'Drawing', error }))
  expect(recordStart({ ...view, jobs }).jobs[0]).toMatchObject({
    status: 'failed',
    message: 'The provider refused this.',
  })
})
