import { expect, test } from 'vitest'
import type { Storage } from '../../lib/domain/storage.ts'
import { CampaignIdSchema } from '../../lib/domain/ids.ts'
import { campaignFile } from '../../lib/http/campaign-file.ts'
import { assetBytes, renditionOf } from '../../lib/http/asset-bytes.ts'

const sha256 = 'ab'.repeat(32)
const asset = { id: 'ast_00000000000000000000', mime: 'image/png', sha256 } as const
const bytes = Uint8Array.from({ length: 1_000 }, (_, at) => at % 251)

/** Bytes by hash in memory, in pieces of 100; counts how often a file was opened and closed. */
function storage(): Storage & { opened(): number; closed(): number } {
  let opened = 0
  let closed = 0
  return {
    put: () => Promise.reject(new Error('Nothing is written here.')),
    keep: () => Promise.reject(new Error('Nothing is kept here.')),
    size: (hash) => Promise.resolve(hash === sha256 ? bytes.length : null),
    async *read(_, { start, end }) {
      opened += 1
      try {
        for (let at = start; at <= end; at += 100) yield bytes.slice(at, Math.min(at + 100, end + 1))
      } finally {
        closed += 1
      }
    },
    opened: () => opened,
    closed: () => closed,
  }
}
const ask = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
  assetBytes(new Request('http://x/', { ...init, headers }), asset, storage())

test('the whole comes with its type, its length and for ever', async () => {
  const response = await ask()
  expect(response.status).toBe(200)
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'accept-ranges': 'bytes',
    'content-type': 'image/png',
    'content-disposition': 'inline; filename="ast_00000000000000000000.png"',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cache-control': expect.stringContaining('immutable'),
    'x-body-length': '1000',
    etag: `"${sha256}"`,
  })
})

test('a part comes as 206 with its place in the whole', async () => {
  const response = await ask({ range: 'bytes=150-349' })
  expect([response.status, response.headers.get('content-range')]).toEqual([206, 'bytes 150-349/1000'])
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes.slice(150, 350))
})

test('a part outside the whole is 416 and says how long the whole is', async () => {
  await expect(ask({ range: 'bytes=1000-' })).rejects.toMatchObject({
    code: 'range_not_satisfiable',
    headers: { 'content-range': 'bytes */1000' },
  })
})

test('known bytes are not sent again, and a part only of the same bytes', async () => {
  expect((await ask({ 'if-none-match': `"${sha256}"`, range: 'bytes=0-9' })).status).toBe(304)
  expect((await ask({ 'if-range': `"${sha256}"`, range: 'bytes=0-9' })).status).toBe(206)
  expect((await ask({ 'if-range': '"other"', range: 'bytes=0-9' })).status).toBe(200)
  expect((await ask({ range: 'bytes=0-9' }, { method: 'HEAD' })).status).toBe(200)
})

test('no file is opened before it is read, and an unfinished one is closed', async () => {
  const kept = storage()
  const response = await assetBytes(new Request('http://x/'), asset, kept)
  expect(kept.opened()).toBe(0)
  const reader = response.body?.getReader()
  await reader?.read()
  await reader?.cancel()
  expect([kept.opened(), kept.closed()]).toEqual([1, 1])
})

test('bytes of a type that browsers might run are handed over as a file', async () => {
  const response = await assetBytes(new Request('http://x/'), { ...asset, mime: 'text/html' }, storage())
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
})

test('an asset whose file is gone is not found', async () => {
  const gone = { ...asset, sha256: 'cd'.repeat(32) }
  await expect(assetBytes(new Request('http://x/'), gone, storage())).rejects.toMatchObject({ code: 'not_found' })
})

const renditionBase = {
  id: 'ast_00000000000000000001',
  width: 1080,
  height: 1350,
  durationMs: null,
  bytes: 4,
  sha256: 'a',
  url: '',
  alt: '',
  provider: 'studio',
  model: 'm',
  draft: true,
} as const

test('an image comes in its other sizes, a film as its still, and nothing else', () => {
  const image = {
    ...renditionBase,
    kind: 'image' as const,
    mime: 'image/jpeg',
    variants: [{ width: 1200, height: 628, url: '', sha256: 'b' }],
  }
  const film = {
    ...renditionBase,
    kind: 'video' as const,
    mime: 'video/mp4',
    variants: [{ width: 1080, height: 1350, url: '', sha256: 'c' }],
  }
  const asked = (size: string | null, still = false) => ({ size, still })
  expect(renditionOf(image, asked(null))).toMatchObject({ sha256: 'a', mime: 'image/jpeg' })
  expect(renditionOf(image, asked('1200x628'))).toMatchObject({ sha256: 'b', mime: 'image/jpeg' })
  expect(renditionOf(film, asked(null))).toMatchObject({ sha256: 'a', mime: 'video/mp4' })
  expect(renditionOf(film, asked(null, true))).toMatchObject({ sha256: 'c', mime: 'image/jpeg' })
  expect(() => renditionOf(image, asked('1x1'))).toThrow('There are 1080x1350, 1200x628.')
  expect(() => renditionOf(image, asked(null, true))).toThrow('Only films have a still.')
})

test.each([
  ['Brot & Käse', 'brot-kase.zip'],
  ['../../etc/passwd', 'etc-passwd.zip'],
  ['"; filename="evil.exe', 'filename-evil-exe.zip'],
  ['パン屋', 'cmp_00000000000000000000.zip'],
])('a campaign named %s is kept as %s', (name, file) => {
  const id = CampaignIdSchema.parse('cmp_00000000000000000000')
  const { headers } = campaignFile({ id, name }, { body: '', mime: 'application/zip', ending: 'zip' })
  expect(headers.get('content-disposition')).toBe(`attachment; filename="${file}"`)
})
