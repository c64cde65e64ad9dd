import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { AnalysisSchema } from '../../../lib/domain/analysis.ts'
import { isProviderError, type Failure } from '../../../lib/domain/errors.ts'
import { platformRules } from '../../../lib/domain/platform-rules.ts'
import { writeIdentity, writeServiceAccount } from '../../support/cloud-credentials.ts'
import { bakery, hearCall, vertexAt, vertexPlace } from '../../support/google.ts'
import { listen } from '../../support/vendor/http.ts'
import { goodScript, type Misbehaviour } from '../../support/vendor/script.ts'
import { startVendor, type Vendor } from '../../support/vendor/server.ts'

let vendor: Vendor
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'unfold-vertex-'))
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', writeServiceAccount(folder))
  vi.stubEnv('METADATA_SERVER_DETECTION', 'none')
  vi.stubEnv('HOME', folder)
  await mkdir(path.join(folder, 'elsewhere'))
  vendor = await startVendor()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await vendor.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => vendor.change({ ...goodScript, next: {}, always: {} }))

const request = { brief: bakery({ postCount: 1 }), posts: [{ index: 1, kind: 'text_image' as const }] }
const heard = (kind: string): number => vendor.calls().filter((call) => call.kind === kind).length

describe('Gemini on Vertex AI', () => {
  test('writes and draws in the project, signed with a token that is asked for once', async () => {
    const before = heard('token')
    const google = vertexAt(vendor.url)
    const call = hearCall('job_7/1')
    const analysis = await google.analyze(request, call)
    expect(AnalysisSchema.parse(analysis)).toEqual(analysis)
    expect(call.said()['analysis.summary']).toBe(analysis.summary)
    const [angle] = analysis.angles
    if (!angle) throw new Error('No angle.')
    const { media, making } = await google.draw(
      { brief: request.brief, analysis, angle, size: platformRules.instagram.still, others: [] },
      call,
    )
    expect(media).toMatchObject({ ...platformRules.instagram.still, mime: 'image/jpeg' })
    expect(making.parameters).toMatchObject({ aspectRatio: '3:4' })
    expect(heard('token') - before).toBe(1)
    expect(vendor.calls().findLast(({ kind }) => kind === 'image')).toMatchObject({
      model: 'gemini-3.1-flash-image',
      ref: 'job_7/1',
      accepted: true,
    })
    expect(call.usages).toHaveLength(2)
  })

  test('a token that was fetched ahead is the one that calls use; without one nothing is said until a call needs it', async () => {
    const before = heard('token')
    const google = vertexAt(vendor.url)
    await google.warmUp?.()
    expect(heard('token') - before).toBe(1)
    await google.analyze(request, hearCall())
    expect(heard('token') - before).toBe(1)
    vendor.change({ next: { token: ['invalid-grant'] } })
    await expect(vertexAt(vendor.url).warmUp?.()).resolves.toBeUndefined()
  })

  test('a token that has run out is asked for anew', async () => {
    vendor.change({ tokenSeconds: 1 })
    const before = heard('token')
    const google = vertexAt(vendor.url)
    await google.analyze(request, hearCall())
    await google.analyze(request, hearCall())
    expect(heard('token') - before).toBe(2)
  })
})

/** The failure of an analysis, and what of it the vendor heard. */
async function failureOf(
  next: Partial<Record<'token' | 'analysis', Misbehaviour[]>>,
  url = vendor.url,
): Promise<Failure> {
  vendor.change({ next })
  const error: unknown = await vertexAt(url)
    .analyze(request, hearCall())
    .then(
      () => new Error('It went well.'),
      (thrown: unknown) => thrown,
    )
  if (!isProviderError(error)) throw error
  return error.failure
}

describe('trouble with Vertex AI becomes a failure with words that help', () => {
  test.each<[Misbehaviour, Partial<Failure>, RegExp]>([
    ['401', { code: 'refused', needsKey: true, charged: false }, /run out or were revoked.*GOOGLE_APPLICATION_CRED/],
    ['403', { code: 'refused', needsKey: true, charged: false }, /may not use Vertex AI in the project bakery-472311/],
    ['api-disabled', { code: 'refused', charged: false }, /not switched on in the project bakery-472311/],
    ['no-billing', { code: 'refused', charged: false }, /no billing account/],
    ['no-project', { code: 'refused', charged: false }, /no project bakery-472311.*GOOGLE_CLOUD_PROJECT/],
    [
      '404',
      { code: 'refused', charged: false },
      /gemini-3\.8-flash in global.*GOOGLE_TEXT_MODEL.*GOOGLE_CLOUD_LOCATION/,
    ],
    ['429-minute', { code: 'rate_limited', retryAfterMs: 60_000, charged: false }, /pause/],
    ['429-day', { code: 'quota_exhausted', charged: false }, /midnight/],
    [
      '429-plan',
      { code: 'refused', charged: false },
      /project bakery-472311 has no quota for the model gemini-3\.8-flash in global.*GOOGLE_TEXT_MODEL/,
    ],
    ['no-free-tier', { code: 'refused', charged: false }, /no billing account/],
    ['no-scope', { code: 'refused', needsKey: true, charged: false }, /cloud-platform/],
    ['org-policy', { code: 'refused', charged: false }, /organi[sz]ation/],
    ['503', { code: 'unavailable', charged: false }, /overloaded/],
    ['400', { code: 'refused', charged: false }, /refuses the request/],
  ])('%s from the model', async (fate, expected, words) => {
    const failure = await failureOf({ analysis: [fate] })
    expect(failure).toMatchObject(expected)
    expect(failure.message).toMatch(words)
    expect(failure.message).not.toMatch(/API key|\b(?:status|HTTP|JSON|undefined|null)\b/)
    expect(JSON.stringify(failure)).not.toMatch(/ya29|PRIVATE KEY/)
  })

  test.each<[Misbehaviour, Partial<Failure>, RegExp]>([
    ['invalid-grant', { code: 'refused', needsKey: true, charged: false }, /run out or were revoked/],
    ['400', { code: 'refused', needsKey: true, charged: false }, /run out or were revoked/],
    ['drop', { code: 'unavailable', retryable: true, charged: false }, /cannot be reached/],
  ])('%s where the token is asked for: nothing goes to the model, nothing is paid', async (fate, expected, words) => {
    const before = heard('analysis')
    // Google's library asks again by itself when a server fails: free, and bounded.
    vendor.change({ always: { token: fate } })
    const failure = await failureOf({})
    expect(failure).toMatchObject(expected)
    expect(failure.message).toMatch(words)
    expect(heard('analysis')).toBe(before)
    expect(JSON.stringify(failure)).not.toMatch(/ya29|PRIVATE KEY|assertion/)
  })

  test.each([
    ['nothing', ''],
    ['no token', '{}'],
    ['half a token', '{"access_token":"ya29.half'],
    ['a page', '<html>Sign in to this network</html>'],
  ])('%s in the place of a token is no reason to wait for a person, and is not sent on', async (_, body) => {
    const answer = createServer((asked, response) => {
      asked.resume()
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
    })
    const { url, close } = await listen(answer, 0)
    const before = heard('analysis')
    const unavailable = {
      failure: { code: 'unavailable', charged: false, message: expect.stringContaining('sign-in') },
    }
    const access = { vertex: vertexPlace, fetchToken: (_: unknown, init?: RequestInit) => fetch(url, init) }
    await expect(vertexAt(vendor.url, { access }).analyze(request, hearCall())).rejects.toMatchObject(unavailable)
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', writeIdentity(path.join(folder, 'elsewhere'), url))
    const elsewhere = vertexAt(vendor.url, { access: { vertex: vertexPlace } })
    await expect(elsewhere.analyze(request, hearCall())).rejects.toMatchObject(unavailable)
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', path.join(folder, 'credentials.json'))
    expect(heard('analysis')).toBe(before)
    await close()
  })

  test('a token that does not come is not waited for long, and nothing is paid', async () => {
    vendor.change({ next: { token: ['hang'] } })
    const before = heard('analysis')
    await expect(vertexAt(vendor.url, { patience: { token: 100 } }).analyze(request, hearCall())).rejects.toMatchObject(
      {
        failure: { code: 'unavailable', charged: false, message: expect.stringContaining('sign-in cannot be reached') },
      },
    )
    expect(heard('analysis')).toBe(before)
  })

  test('credentials that are no good wait for others, and those that are put in their place are found', async () => {
    const file = path.join(folder, 'credentials.json')
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file)
    const google = vertexAt(vendor.url)
    await writeFile(file, '{"type":"service_account","client_email":"a@b","private_key":"no key"}')
    await expect(google.analyze(request, hearCall())).rejects.toMatchObject({
      failure: { needsKey: true, charged: false, message: expect.stringContaining('cannot be read') },
    })
    await rm(file)
    await expect(google.analyze(request, hearCall())).rejects.toMatchObject({ failure: { needsKey: true } })
    writeServiceAccount(folder)
    await expect(google.analyze(request, hearCall())).resolves.toHaveProperty('angles')
  })

  test.each([
    ['that is not there', null],
    ['that is no JSON', '{"type": "service_account", "private_key": -----BEGIN PRIVATE KEY-----MIIEvQIBADANBg'],
    ['that is empty', ''],
    ['of a kind that nobody knows', '{"type":"who_knows","private_key":"-----BEGIN PRIVATE KEY-----MIIEvQIBADANBg"}'],
    ['with a key that is none', '{"type":"service_account","client_email":"a@b","private_key":"MIIEvQIBADANBg"}'],
    [
      'that points at another file',
      JSON.stringify({
        type: 'external_account',
        audience: 'a',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: 'http://127.0.0.1:9/token',
        credential_source: { file: '/etc/somewhere/secret-token' },
      }),
    ],
  ])('a file of credentials %s waits for another, and neither its place nor its words are told', async (_, content) => {
    const file = path.join(folder, 'other-credentials.json')
    await rm(file, { force: true })
    if (content !== null) await writeFile(file, content)
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file)
    const failure = await failureOf({})
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', path.join(folder, 'credentials.json'))
    expect(failure).toMatchObject({ code: 'refused', needsKey: true, charged: false })
    expect(failure.message).toMatch(/cannot be read|no credentials/)
    expect(JSON.stringify(failure)).not.toMatch(/other-credentials|unfold-vertex-|PRIVATE|MIIE|secret-token|\/etc\//)
  })

  test('without any credentials the words say where they are looked for', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '')
    const failure = await failureOf({})
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', path.join(folder, 'credentials.json'))
    expect(failure).toMatchObject({ code: 'refused', needsKey: true, charged: false })
    expect(failure.message).toMatch(/no credentials for Google Cloud.*GOOGLE_APPLICATION_CREDENTIALS.*gcloud/)
  })

  test('an address that nobody answers at names the location, and is not charged', async () => {
    const gone = await startVendor()
    await gone.close()
    const access = {
      vertex: vertexPlace,
      fetchToken: (_: unknown, init?: RequestInit) => fetch(`${vendor.url}/token`, init),
    }
    await expect(vertexAt(gone.url, { access }).analyze(request, hearCall())).rejects.toMatchObject({
      failure: { code: 'unavailable', charged: false, message: expect.stringContaining('GOOGLE_CLOUD_LOCATION') },
    })
  })
})
