import { describe, expect, it } from 'vitest'
import { createHandlers, type HandlerDeps } from '../../lib/campaigns/handlers/handlers.ts'
import { BriefSchema } from '../../lib/domain/brief.ts'
import type { HandlerContext, Report } from '../../lib/domain/handler.ts'
import type { AnalysisRequest, Provider } from '../../lib/domain/provider.ts'
import type { WebsiteReading } from '../../lib/domain/website.ts'
import { analysisFor, bakery } from '../support/campaigns.ts'
import { createManualClock } from '../support/clock.ts'

const page: WebsiteReading = {
  status: 'read',
  url: 'https://hearth.example/',
  language: 'en',
  name: 'Hearth & Crumb',
  description: null,
  claims: ['Sourdough is proved for 36 hours.'],
  colours: ['#b4451f'],
  fonts: [],
  logo: null,
}
const closed: WebsiteReading = { status: 'unread', url: 'https://www.hearth.example/', reason: 'closed' }

/** Runs the analysis of a brief with this website; `order` is what happened, in order. */
async function analyses(website: string | null, reading: WebsiteReading | Error) {
  const order: string[] = []
  const requests: AnalysisRequest[] = []
  const reports: Report[] = []
  const unused = (): never => {
    throw new Error('Only the analysis is asked for here.')
  }
  const provider: Provider = {
    name: 'scripted',
    draft: false,
    models: { analysis: 'a', text: 't', image: 'i', video: 'v' },
    price: () => ({ lowMicros: 0, highMicros: 0 }),
    preview: unused,
    async analyze(request) {
      order.push('analyze')
      requests.push(request)
      return analysisFor({ posts: request.posts })
    },
    write: unused,
    draw: unused,
    film: unused,
    close: async () => undefined,
  }
  const deps: HandlerDeps = {
    providers: [provider],
    storage: { put: unused, keep: unused, size: unused, read: unused },
    ids: { asset: unused },
    clock: createManualClock(),
    uploads: async () => [],
    made: unused,
    website: {
      async read(url) {
        order.push(`read ${url}`)
        if (reading instanceof Error) throw reading
        return reading
      },
    },
  }
  const claim = {
    job: { id: 'job_1', provider: 'scripted' },
    lease: { attempt: 1 },
    brief: BriefSchema.parse({ ...bakery, website }),
    posts: [{ index: 1, kind: 'text_image' }],
    post: null,
    remake: null,
    open: null,
    calls: 0,
  } as unknown as HandlerContext['claim']
  const context: HandlerContext = {
    claim,
    signal: new AbortController().signal,
    say: () => undefined,
    report: (report) => void reports.push(report),
    beginCall: async () => order.push('begin'),
    submitted: unused,
    answered: async () => undefined,
    onCanceled: () => undefined,
  }
  const result = await createHandlers(deps).analysis(context)
  if (result.kind !== 'analysis') throw new Error(`A ${result.kind} came back.`)
  return { order, requests, reports, analysis: result.analysis }
}

describe('the website of a brief', () => {
  it('is read before the call that may cost, told of, and handed to the provider', async () => {
    const { order, requests, reports, analysis } = await analyses('https://www.hearth.example/', page)
    expect(order).toEqual(['read https://www.hearth.example/', 'begin', 'analyze'])
    expect(reports[0]).toEqual({ message: 'Reading hearth.example' })
    expect(requests[0]?.website).toEqual(page)
    expect(analysis.website).toEqual(page)
  })

  it('stops nothing when it cannot be read; the analysis says why', async () => {
    const { order, requests, analysis } = await analyses('https://www.hearth.example/', closed)
    expect(order).toHaveLength(3)
    expect(requests[0]).not.toHaveProperty('website')
    expect(analysis.website).toEqual(closed)
  })

  it('is not read when the brief names none', async () => {
    const { order, reports, analysis } = await analyses(null, page)
    expect(order).toEqual(['begin', 'analyze'])
    expect(reports).toEqual([])
    expect(analysis).not.toHaveProperty('website')
  })

  it('costs nothing when the job is canceled while it is read', async () => {
    await expect(analyses('https://hearth.example/', new Error('canceled'))).rejects.toThrow('canceled')
  })
})
