import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isProviderError, type Failure } from '../../../lib/domain/errors.ts'
import { bakery, googleAt, hearCall, testKey, type HeardCall } from '../../support/google.ts'
import { startVendor, type Vendor } from '../../support/vendor/server.ts'
import { goodScript, type Misbehaviour } from '../../support/vendor/script.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await startVendor()
})
afterAll(() => vendor.close())
beforeEach(() => vendor.change({ ...goodScript, next: {}, always: {} }))

const request = { brief: bakery({ postCount: 1 }), posts: [{ index: 1, kind: 'text_image' as const }] }

/** The failure of an analysis, which must be the only thing that happened. */
async function failureOf(fate: Misbehaviour | null, call: HeardCall = hearCall(), url = vendor.url): Promise<Failure> {
  vendor.change({ next: { analysis: [fate] } })
  const before = vendor.calls().length
  const google = googleAt(url, fate === 'hang' ? { patience: { text: 150 } } : {})
  const error: unknown = await google.analyze(request, call).then(
    () => new Error('It went well.'),
    (thrown: unknown) => thrown,
  )
  if (!isProviderError(error)) throw error
  expect(vendor.calls().length - before).toBeLessThanOrEqual(1)
  return error.failure
}

describe('trouble with Google becomes a failure with words that help', () => {
  test.each<[Misbehaviour, Partial<Failure>, RegExp]>([
    [
      'bad-key',
      { code: 'refused', retryable: false, charged: false, needsKey: true },
      /does not accept the API key.*GEMINI_API_KEY/,
    ],
    ['401', { code: 'refused', retryable: false, charged: false, needsKey: true }, /does not accept the API key/],
    [
      'suspended-key',
      { code: 'refused', retryable: false, charged: false, needsKey: true },
      /does not accept the API key/,
    ],
    ['403', { code: 'refused', retryable: false, charged: false, needsKey: true }, /not allowed/],
    ['400', { code: 'refused', retryable: false, charged: false }, /refuses the request/],
    ['404', { code: 'refused', retryable: false, charged: false }, /gemini-3\.8-flash any more.*GOOGLE_TEXT_MODEL/],
    ['429-minute', { code: 'rate_limited', retryable: true, retryAfterMs: 34_075, charged: false }, /pause/],
    ['429-day', { code: 'quota_exhausted', retryable: true, retryAfterMs: 43_200_000, charged: false }, /midnight/],
    ['429-plan', { code: 'refused', retryable: false, charged: false }, /plan.*does not include/],
    ['500', { code: 'unavailable', retryable: true, charged: false }, /fault of its own/],
    ['503', { code: 'unavailable', retryable: true, retryAfterMs: 5_000, charged: false }, /overloaded/],
    ['504', { code: 'unavailable', retryable: true, charged: true }, /lost on its way/],
    ['blocked', { code: 'refused', retryable: false }, /safety rules/],
    ['safety', { code: 'refused', retryable: false }, /safety rules/],
    ['empty', { code: 'unavailable', retryable: true }, /empty answer/],
    ['hang', { code: 'unavailable', retryable: true, charged: true }, /too long/],
    ['drop', { code: 'unavailable', retryable: true, charged: true }, /broke/],
    ['cut', { code: 'unavailable', retryable: true, charged: true }, /broke/],
  ])('%s', async (fate, expected, words) => {
    const failure = await failureOf(fate)
    expect(failure).toMatchObject(expected)
    expect(failure.message).toMatch(words)
    expect(failure.message).not.toMatch(/\b(?:status|HTTP|JSON|INTERNAL|undefined|null)\b/)
  })

  test('the reason quotes Google, and never the key', async () => {
    expect((await failureOf('bad-key')).reason).toContain('API key not valid')
    const suspended = await failureOf('suspended-key')
    expect(suspended.reason).toContain('has been suspended')
    expect(JSON.stringify(suspended)).not.toContain(testKey)
    expect((await failureOf('blocked')).reason).toContain('PROHIBITED_CONTENT')
  })

  test('what was counted before a stream broke is on the bill', async () => {
    const call = hearCall()
    await failureOf('cut', call)
    expect(call.usages).toHaveLength(1)
    expect(call.usages[0]?.micros).toBeGreaterThan(0)
  })

  test('a refused request costs nothing, a safety stop what was counted', async () => {
    const refused = hearCall()
    await failureOf('400', refused)
    expect(refused.usages).toEqual([])
    const stopped = hearCall()
    await failureOf('safety', stopped)
    expect(stopped.usages).toHaveLength(1)
  })

  test('a key that was changed while its call was out is no reason to wait for another', async () => {
    vendor.change({ revoked: ['old-key'], latency: { analysis: 60 } })
    let key = 'old-key'
    const google = googleAt(vendor.url, { access: { apiKey: () => key } })
    const ended = google.analyze(request, hearCall())
    key = 'new-key'
    await expect(ended).rejects.toMatchObject({
      failure: { code: 'rate_limited', retryable: true, retryAfterMs: 0, needsKey: false, charged: false },
    })
    await google.analyze(request, hearCall())
    key = 'old-key'
    await expect(google.analyze(request, hearCall())).rejects.toMatchObject({ failure: { needsKey: true } })
  })

  test('no connection at all is not charged', async () => {
    const gone = await startVendor()
    await gone.close()
    expect(await failureOf(null, hearCall(), gone.url)).toMatchObject({ code: 'unavailable', charged: false })
  })

  test('an abort is the caller’s own, at once, and no failure', async () => {
    vendor.change({ next: { analysis: ['hang'] } })
    const call = hearCall()
    const mine = new Error('canceled')
    const ended = googleAt(vendor.url).analyze(request, call)
    call.abort(mine)
    await expect(ended).rejects.toBe(mine)
  })
})
