import { ApiError } from '@google/genai'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ProviderError, type Failure } from '../../../lib/domain/errors.ts'
import { TimedOut, underLimit } from '../../../lib/providers/deadline.ts'
import { failureOf } from '../../../lib/providers/google/failures.ts'

const key = 'secret-key-of-a-gateway'
const about = { model: 'gemini-x', variable: 'GOOGLE_TEXT_MODEL', now: Date.UTC(2026, 10, 25, 20), key, place: null }
const read = (error: unknown): Failure => failureOf(error, about).failure
const api = (status: number, body: unknown): ApiError => new ApiError({ status, message: JSON.stringify(body) })

describe('errors of Google, whichever way they come', () => {
  test('a gateway wraps the body as text in its own', () => {
    const inner = JSON.stringify({
      error: {
        code: 429,
        status: 'RESOURCE_EXHAUSTED',
        message: 'Quota.',
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.5s' }],
      },
    })
    const error = api(429, { error: { code: 429, message: inner, status: 'Too Many Requests' } })
    expect(read(error)).toMatchObject({ code: 'rate_limited', retryAfterMs: 1_500, reason: 'Quota.' })
  })

  test('a stream that fails names the status before the body', () => {
    const error = new ApiError({
      status: 503,
      message: 'got status: UNAVAILABLE. {"error":{"code":503,"message":"Busy.","status":"UNAVAILABLE"}}',
    })
    expect(read(error)).toMatchObject({ code: 'unavailable', charged: false, reason: 'Busy.' })
  })

  test('a list of one error is that error, and no wait named is a minute', () => {
    expect(
      read(api(429, [{ error: { code: 429, message: 'Resource has been exhausted (e.g. check quota).' } }])),
    ).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 60_000,
    })
  })

  test.each([
    [{ violations: [{ quotaMetric: 'generativelanguage.googleapis.com/requests_per_model_per_day' }] }],
    [{ violations: [{ quotaId: '', description: 'Daily limit of requests' }] }],
    [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_limit: 'GenerateRequestsPerDayPerProject' } }],
  ])('a daily quota is one wherever it is named: %o', (detail) => {
    const details = [detail, { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '12s' }]
    const body = { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'You exceeded your quota.', details } }
    expect(read(api(429, body)).code).toBe('quota_exhausted')
  })

  test('a page instead of JSON does not reach the card as code', () => {
    const { message, reason } = read(api(502, { error: { message: '<html><h1>Bad Gateway</h1></html>', code: 502 } }))
    expect(message).toBe('Google’s answer was lost on its way here.')
    expect((reason ?? '').length).toBeLessThan(301)
  })

  test.each(['API_KEY_INVALID', 'API_KEY_EXPIRED', 'API_KEY_SERVICE_BLOCKED'])('%s is the key’s fault', (reason) => {
    expect(read(api(400, { error: { message: 'No.', details: [{ reason }] } }))).toMatchObject({ code: 'refused' })
    expect(read(api(400, { error: { message: 'No.', details: [{ reason }] } })).message).toContain('API key')
  })

  test('a country that is not served, and a model that is gone, are said', () => {
    const region = api(400, {
      error: { status: 'FAILED_PRECONDITION', message: 'User location is not supported for the API use.' },
    })
    expect(read(region).message).toContain('country')
    const gone = api(400, { error: { message: 'This model models/gemini-x is no longer available.' } })
    expect(read(gone).message).toContain('GOOGLE_TEXT_MODEL')
  })

  test('the key is cut out of what is quoted, whatever it looks like', () => {
    expect(
      read(api(403, { error: { message: `Consumer ${key} and AIzaSyAbcdefghijklmnop are suspended.` } })).reason,
    ).toBe('Consumer … and … are suspended.')
  })

  test('no connection is told from a broken one by its cause', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    expect(read(new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) })).charged).toBe(false)
    expect(
      read(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) })).charged,
    ).toBe(true)
  })

  test('a failure that is one already stays as it is, and anything at all becomes one', () => {
    const own = new ProviderError({ code: 'refused', message: 'No.' })
    expect(failureOf(own, about)).toBe(own)
    for (const odd of [undefined, null, 'text', 7, {}, new Error('')]) expect(read(odd).code).toBe('unavailable')
  })
})

describe('a limit of silence', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const never = (): Promise<never> => new Promise(() => {})

  test('ends a call that ignores its signal, and says that it was the limit', async () => {
    const call = underLimit(new AbortController().signal, 1_000, never)
    const ended = call.catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await ended).toBeInstanceOf(TimedOut)
  })

  test('begins anew with everything that is heard', async () => {
    const answer = Promise.withResolvers<string>()
    const ears: { heard(): void } = { heard: () => {} }
    const call = underLimit(new AbortController().signal, 1_000, (_, heard) => {
      ears.heard = heard
      return answer.promise
    })
    for (let times = 0; times < 5; times++) {
      await vi.advanceTimersByTimeAsync(900)
      ears.heard()
    }
    answer.resolve('whole')
    await expect(call).resolves.toBe('whole')
  })

  test('an abort is the caller’s own reason, before and while it runs', async () => {
    const mine = new Error('mine')
    await expect(underLimit(AbortSignal.abort(mine), 1_000, async () => 'late')).rejects.toBe(mine)
    const controller = new AbortController()
    const call = underLimit(controller.signal, 1_000, never)
    controller.abort(mine)
    await expect(call).rejects.toBe(mine)
  })
})
