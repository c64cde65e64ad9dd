import { once } from 'node:events'
import http from 'node:http'
import { json } from 'node:stream/consumers'
import Database from 'better-sqlite3'
import { z } from 'zod'

type RecordRow = { id: string; campaign_id: string; job_type: string; status: string; progress: number }

/** The table of jobs as the record has it, in memory, with its one way to write progress: by the type of a job. */
export function createRecordTable() {
  const database = new Database(':memory:')
  database.exec(
    `CREATE TABLE generation_jobs (id TEXT PRIMARY KEY, campaign_id TEXT, job_type TEXT, status TEXT DEFAULT 'queued', progress REAL DEFAULT 0)`,
  )
  const insert = database.prepare('INSERT INTO generation_jobs (id, campaign_id, job_type) VALUES (?, ?, ?)')
  const byType = database.prepare(
    'UPDATE generation_jobs SET progress = ?, status = ? WHERE campaign_id = ? AND job_type = ?',
  )
  const ofCampaign = database.prepare<[string], RecordRow>('SELECT * FROM generation_jobs WHERE campaign_id = ?')
  let rows = 0
  let asked = 0
  return {
    add(campaignId: string, ...types: string[]): void {
      for (const type of types) insert.run(`job-${(rows += 1)}`, campaignId, type)
    },
    update(campaignId: string, type: string, progress: number, status = 'processing'): void {
      byType.run(progress, status, campaignId, type)
    },
    jobs(campaignId: string): RecordRow[] {
      asked += 1
      return ofCampaign.all(campaignId)
    },
    /** How often the jobs were asked for. */
    asked: () => asked,
    close: () => void database.close(),
  }
}

/** The record's end of a stream: true of no jobs at all. */
export const recordIsOver = (jobs: readonly RecordRow[]): boolean =>
  jobs.every(({ status }) => status === 'completed' || status === 'failed')

/** The record's overall progress: the mean of the jobs that are there by now. */
export const recordProgress = (jobs: readonly RecordRow[]): number =>
  jobs.reduce((sum, { progress }) => sum + progress / jobs.length, 0)

/** What the record's workflow writes, one step per look of a viewer instead of one in two seconds. */
const workflow = [
  { type: 'text', progress: 0.2, status: 'processing' },
  { type: 'text', progress: 1, status: 'completed' },
  { type: 'image', progress: 0.5, status: 'processing' },
  { type: 'image', progress: 0.5, status: 'failed' },
]

const ForgedSchema = z.object({
  campaign_id: z.string(),
  job_type: z.string(),
  progress: z.number(),
  status: z.string(),
})

/** The record's API with the record's defects, on a free port: what a check over HTTP has to find. */
export async function serveRecord(): Promise<{ url: string; close(): Promise<void> }> {
  const table = createRecordTable()
  let campaigns = 0

  function* framesOf(id: string): Generator<string> {
    for (const step of [null, ...workflow]) {
      if (step) table.update(id, step.type, step.progress, step.status)
      const jobs = table.jobs(id)
      const state = { campaign_id: id, overall_progress: recordProgress(jobs), jobs }
      yield `event: progress\ndata: ${JSON.stringify(state)}\n\n`
      if (recordIsOver(jobs)) return
    }
  }
  const answer = async (request: http.IncomingMessage): Promise<unknown> => {
    const [, id = '', what = ''] = /^\/api\/v1\/campaigns\/([^/]+)\/?(.*)$/.exec(request.url ?? '') ?? []
    if (request.method === 'POST' && request.url === '/api/v1/content/generate-with-progress') {
      const campaignId = `campaign-${(campaigns += 1)}`
      table.add(campaignId, 'text', 'image')
      return { campaignId, jobs: table.jobs(campaignId), status: 'processing' }
    }
    if (request.method === 'POST' && request.url === '/api/v1/webhooks/progress') {
      const { campaign_id, job_type, progress, status } = ForgedSchema.parse(await json(request))
      table.update(campaign_id, job_type, progress, status)
      return { status: 'ok' }
    }
    if (request.method === 'POST' && what === 'cancel') return { success: true }
    if (request.method === 'GET' && id !== '' && what === '') {
      const jobs = table.jobs(id)
      return { id, status: jobs.every(({ status }) => status === 'completed') ? 'completed' : 'failed', jobs }
    }
    return null
  }
  const server = http.createServer((request, response) => {
    const streamed = /^\/api\/v1\/content\/progress\/([^/?]+)/.exec(request.url ?? '')?.[1]
    if (streamed !== undefined && request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*' })
      response.end([...framesOf(streamed)].join(''))
      return
    }
    void answer(request).then((body) => {
      response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      table.close()
    },
  }
}
