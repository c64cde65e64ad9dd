import { readdir } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BriefInput } from '../../lib/domain/brief.ts'
import { CertificateSchema } from '../../lib/domain/certificate.ts'
import { UploadSchema, type Upload } from '../../lib/domain/upload.ts'
import { createRestClient } from '../support/rest-client.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { lockedPdf, logoOf, pdfOf } from '../support/tiny-files.ts'
import { createSmallDisk } from '../support/trouble.ts'
import { startVendor } from '../support/vendor/server.ts'

const cleanup: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of cleanup.splice(0).reverse()) await step()
})

const send = (url: string, bytes: Uint8Array, name?: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/api/v1/uploads${name === undefined ? '' : `?name=${encodeURIComponent(name)}`}`, {
    method: 'POST',
    headers,
    body: Uint8Array.from(bytes),
  })

async function upload(url: string, bytes: Uint8Array, name?: string): Promise<Upload> {
  const response = await send(url, bytes, name)
  expect(response.status).toBe(201)
  return UploadSchema.parse(await response.json())
}

const sheet = pdfOf([['Every loaf is proved for 36 hours in our oven house.', 'We open at 6 am in Leeds.']])

/** A brief that says little. */
const thin: Partial<BriefInput> = {
  business: 'We bake bread and people come for it early in the morning.',
  objective: 'awareness',
  website: null,
  audience: null,
  offer: null,
  proofPoints: [],
  platforms: ['linkedin'],
  postCount: 3,
  visuals: { images: false, videos: false },
}

describe('uploads over HTTP', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())

  it('takes a file as it is, tells what was read, and gives it back until it is removed', async () => {
    const response = await send(server.url, sheet, 'Product sheet.pdf', { 'content-type': 'image/png' })
    expect(response.status).toBe(201)
    const made = UploadSchema.parse(await response.json())
    expect(made).toMatchObject({
      name: 'Product sheet.pdf',
      mime: 'application/pdf',
      bytes: sheet.length,
      reading: { kind: 'pdf', pages: 1, pagesRead: 1, cut: false },
    })
    const address = `${server.url}${response.headers.get('location')}`
    expect(await (await fetch(address)).json()).toEqual(made)
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(204)
    for (const method of ['GET', 'DELETE']) expect((await fetch(address, { method })).status).toBe(404)
  })

  it.each([
    ['an empty body', new Uint8Array(), 422, 'invalid_input', 'empty'],
    ['a locked PDF', lockedPdf(), 422, 'invalid_input', 'password'],
    ['a kind that is not taken', Buffer.from('504b03040a', 'hex'), 415, 'unsupported_media_type', 'PDF'],
    ['more than 10 MB', Buffer.alloc(10 * 1_048_576 + 1, 'a'), 413, 'too_large', '10 MB'],
    ['more than 1 MB of text', Buffer.alloc(1_048_577, 'a'), 413, 'too_large', '1 MB'],
  ])('refuses %s in words that help', async (_, bytes, status, code, words) => {
    const response = await send(server.url, bytes)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status, code, detail: expect.stringContaining(words) })
    expect(response.status).toBe(status)
  })

  it('takes a file of 10 MB whole', async () => {
    const padded = Buffer.concat([sheet, Buffer.alloc(10 * 1_048_576 - sheet.length, '\n')])
    expect(await upload(server.url, padded)).toMatchObject({ bytes: 10 * 1_048_576, name: 'file.pdf' })
  })

  it('guards its address as every route does', async () => {
    const foreign = await send(server.url, sheet, undefined, { origin: 'https://elsewhere.example' })
    expect(foreign.status).toBe(403)
    expect((await fetch(`${server.url}/api/v1/uploads`)).status).toBe(405)
    expect((await fetch(`${server.url}/api/v1/uploads/upl_nothing`)).status).toBe(404)
  })

  it('names the file of a brief that is not there', async () => {
    const client = createRestClient(server.url)
    const { id } = await upload(server.url, sheet)
    for (const gone of [`upl_${'0'.repeat(20)}` as const, 'upl_x' as never]) {
      const response = await client.post({ uploads: [id, gone] })
      expect(response.status).toBe(422)
      expect((await response.json()).errors).toMatchObject([{ path: 'uploads.1' }])
    }
    const twice = await client.post({ uploads: [id, id] })
    expect((await twice.json()).errors).toMatchObject([{ path: 'uploads', message: 'Each file once.' }])
  })

  it('makes a campaign of what stands in a file alone, in the colour of a logo, and says so', async () => {
    const client = createRestClient(server.url)
    const uploads = [
      await upload(server.url, sheet, 'sheet.pdf'),
      await upload(server.url, await logoOf('#1f5a4c'), 'logo.png'),
    ]
    const made = await client.create({ ...thin, uploads: uploads.map(({ id }) => id) })
    expect(made.brief.uploads).toEqual(uploads.map(({ id }) => id))
    const { status, analysis, posts } = await client.settled(made.id)
    expect(status).toBe('completed')
    expect(analysis?.uploads).toMatchObject([
      {
        name: 'sheet.pdf',
        sha256: uploads[0]?.sha256,
        shown: false,
        claims: [expect.stringContaining('36 hours'), expect.any(String)],
      },
      { name: 'logo.png', sha256: uploads[1]?.sha256, shown: false, claims: [], reading: { colours: ['#1f5a4c'] } },
    ])
    expect(posts.map(({ texts }) => texts.linkedin?.text).join('\n')).toContain('36 hours')
    expect(analysis?.visualDirection.palette.accent).toBe('#1f5a4c')
    expect(await client.flaws(made.id)).toEqual([])
    const kept = await fetch(`${server.url}/api/v1/uploads/${uploads[0]?.id}`, { method: 'DELETE' })
    expect(kept.status).toBe(409)
  })
})

describe('a campaign of Google with files', () => {
  it('shows them to the analysis and the logo to its pictures, and says so on the certificate', async () => {
    const vendor = await startVendor()
    cleanup.push(vendor.close)
    const google = { GEMINI_API_KEY: 'AIzaSyIntegration_0123456789abcdef', GOOGLE_GENAI_BASE_URL: vendor.url }
    const server = await startServer({ env: google })
    cleanup.push(() => server.stop('SIGKILL'))
    const logo = await logoOf('#1f5a4c')
    const [paper, mark] = [await upload(server.url, sheet, 'sheet.pdf'), await upload(server.url, logo, 'logo.png')]
    const client = createRestClient(server.url)
    const visuals = { images: true, videos: false }
    const { id } = await client.create({ postCount: 1, visuals, uploads: [paper.id, mark.id] })
    const { status, analysis, assets, cost } = await client.settled(id)
    expect(status).toBe('completed')
    expect(analysis?.uploads?.map(({ shown }) => shown)).toEqual([true, true])
    expect(cost.reservedMicros).toBe(0)
    const bodies = vendor.bodies().map((body) => JSON.parse(body))
    const parts = bodies.map(({ contents }) => contents[0].parts)
    const holding = (bytes: Uint8Array) =>
      parts.filter((list) => JSON.stringify(list).includes(Buffer.from(bytes).toString('base64')))
    expect(holding(sheet)).toHaveLength(1)
    expect(holding(logo)).toHaveLength(2)
    expect(JSON.stringify(bodies.map(({ systemInstruction }) => systemInstruction))).not.toContain('oven house')
    const papers = await fetch(`${server.url}/api/v1/assets/${assets[0]?.id}/provenance`)
    const { inputs, parameters } = CertificateSchema.parse(await papers.json())
    expect(inputs.find(({ name }) => name === 'uploads')?.value).toEqual([
      { name: 'sheet.pdf', mime: 'application/pdf', sha256: paper.sha256 },
      { name: 'logo.png', mime: 'image/png', sha256: mark.sha256 },
    ])
    expect(parameters).toMatchObject({ referenceSha256: mark.sha256 })
  })
})

describe('a disk that is full during an upload', () => {
  it('answers 507 and leaves nothing behind', async (context) => {
    const disk = await createSmallDisk(24)
    if (!disk) return context.skip('This user may not mount a small disk.')
    cleanup.push(disk.remove)
    const server = await startServer({ dataDir: disk.folder })
    cleanup.push(() => server.stop('SIGKILL'))
    const files = async (): Promise<string[]> =>
      (await readdir(`${disk.folder}/assets`, { recursive: true, withFileTypes: true }))
        .filter((one) => one.isFile())
        .map(({ name }) => name)
    disk.fill()
    const large = Buffer.concat([sheet, Buffer.alloc(3 * 1_048_576, '\n')])
    const refused = await send(server.url, large, 'sheet.pdf')
    expect(refused.status).toBe(507)
    expect(refused.headers.get('retry-after')).not.toBeNull()
    expect(await refused.json()).toMatchObject({
      code: 'disk_full',
      detail: expect.stringContaining('Free some space'),
    })
    expect(await files()).toEqual([])
    disk.free()
    const { sha256 } = await upload(server.url, large, 'sheet.pdf')
    expect(await files()).toEqual([sha256])
  })
})
