import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { WebsiteReading } from '../../../lib/domain/website.ts'
import { decode } from '../../../lib/web/decode.ts'
import { createWebsiteReader, type ReaderOptions } from '../../../lib/web/website-reader.ts'
import { bakeryPage, pagesOf, startSite, type Answering, type Site } from '../../support/site.ts'

const sites: Site[] = []
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close()
})
const open = async (answer: Answering, at?: { host?: string; port?: number }): Promise<Site> => {
  const site = await startSite(answer, at)
  sites.push(site)
  return site
}

const never = new AbortController().signal

/** Reads a path of a site that stands at bakery.test, which the installation names. */
async function reads(site: Site, path = '/', options: Partial<ReaderOptions> = {}): Promise<WebsiteReading> {
  const reader = createWebsiteReader({
    named: [`bakery.test:${site.port}`],
    resolve: async () => ['127.0.0.1'],
    ...options,
  })
  return reader.read(`http://bakery.test:${site.port}${path}`, never)
}

const unread = (reason: string) => ({ status: 'unread', reason })
const asPage: Answering = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(bakeryPage)
const sendsTo =
  (location: string): Answering =>
  (_, response) =>
    response.writeHead(302, { location }).end()

describe('reading a page', () => {
  it('takes what people see of a business, and leaves what they do not', async () => {
    const look =
      ':root { --brand: #1f5d4a } h1 { font-family: "Bricolage Grotesque", sans-serif } .x { color: #222222 }'
    const site = await open(pagesOf({ '/': bakeryPage, '/look.css': look }))
    expect(await reads(site)).toEqual({
      status: 'read',
      url: `http://bakery.test:${site.port}/`,
      language: 'en-GB',
      name: 'Hearth & Crumb',
      description: 'A neighbourhood bakery in Leeds that bakes through the night.',
      claims: [
        'Sourdough proved for 36 hours',
        'Every loaf is shaped by hand.',
        'The oven has been hot since 1987.',
        'Open from 6 am, six days a week.',
      ],
      colours: ['#b4451f', '#1f5d4a'],
      fonts: ['Fraunces', 'Bricolage Grotesque'],
      logo: `http://bakery.test:${site.port}/touch.png`,
    })
  })

  it('asks once for the page, without cookies and without saying who asks for whom', async () => {
    const site = await open(asPage)
    await reads(site, '/shop?x=1')
    const [first] = site.requests()
    expect(first?.url).toBe('/shop?x=1')
    expect(first?.headers).toMatchObject({ host: `bakery.test:${site.port}`, connection: 'close' })
    for (const header of ['cookie', 'authorization', 'referer']) expect(first?.headers[header]).toBeUndefined()
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('unpacks %s', async (encoding, pack) => {
    const site = await open((_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-encoding': encoding })
        .end(pack(Buffer.from(bakeryPage))),
    )
    expect(await reads(site)).toMatchObject({ status: 'read', name: 'Hearth & Crumb' })
  })

  it.each([
    ['windows-1252', 'text/html; charset=windows-1252', Buffer.from('<title>Caf\u00e9 Zo\u00eb</title>', 'latin1')],
    ['its own word', 'text/html', Buffer.from('<meta charset=iso-8859-1><title>Caf\u00e9 Zo\u00eb</title>', 'latin1')],
    ['UTF-16 by its mark', 'text/html', Buffer.from('\ufeff<title>Caf\u00e9 Zo\u00eb</title>', 'utf16le')],
    [
      'a page of bytes that calls itself UTF-16',
      'text/html',
      Buffer.from('<meta charset="utf-16"><title>Caf\u00e9 Zo\u00eb</title>'),
    ],
    ['a charset that does not exist', 'text/html; charset=klingon', Buffer.from('<title>Caf\u00e9 Zo\u00eb</title>')],
  ])('understands %s', async (_name, type, body) => {
    const site = await open((_, response) => response.writeHead(200, { 'content-type': type }).end(body))
    expect(await reads(site)).toMatchObject({ status: 'read', name: 'Caf\u00e9 Zo\u00eb' })
  })

  it('makes the best of bytes that are no text', async () => {
    const noise = Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % 256))
    const body = Buffer.concat([Buffer.from('<title>Noise House</title><p>'), noise])
    const site = await open((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(body))
    expect(await reads(site)).toMatchObject({ status: 'read', name: 'Noise House' })
  })
})

describe('a page that leads elsewhere', () => {
  it('is followed on the same site', async () => {
    const site = await open((request, response) =>
      request.url === '/new' ? asPage(request, response) : sendsTo('/new')(request, response),
    )
    expect(await reads(site)).toMatchObject({ status: 'read', url: `http://bakery.test:${site.port}/new` })
  })

  it.each([
    ['http://127.0.0.1:PORT/secret', 'unusable_address'],
    ['http://127.0.0.1/secret', 'private_address'],
    ['http://localhost/secret', 'private_address'],
    ['http://169.254.169.254/latest/meta-data/', 'private_address'],
    ['http://[::ffff:127.0.0.1]/', 'private_address'],
    ['//127.0.0.1/', 'private_address'],
    ['file:///etc/passwd', 'unusable_address'],
    ['http://user:secret@bakery.test:PORT/', 'unusable_address'],
    ['gopher://bakery.test/', 'unusable_address'],
    ['http://[broken', 'unusable_address'],
  ])('is not followed to %s', async (to, reason) => {
    const site: Site = await open((request, response) =>
      request.url === '/'
        ? sendsTo(to.replace('PORT', String(site.port)))(request, response)
        : asPage(request, response),
    )
    const resolve = async (): Promise<string[]> => ['127.0.0.1']
    expect(await reads(site, '/', { resolve })).toMatchObject(unread(reason))
    expect(site.heard()).toEqual(['/'])
  })

  it('is not followed for ever', async () => {
    const site = await open((request, response) => sendsTo(`${request.url}x`)(request, response))
    expect(await reads(site)).toMatchObject(unread('too_many_redirects'))
    expect(site.heard()).toHaveLength(6)
  })

  it('leads nobody from the open internet to a host that only the installation may see', async () => {
    const site = await open(asPage)
    const reader = createWebsiteReader({
      named: [`wiki.test:${site.port}`, `front.test:${site.port}`],
      resolve: async () => ['127.0.0.1'],
    })
    const outside = await reader.read(`http://public.test:${site.port}/`, never)
    expect(outside).toMatchObject(unread('unusable_address'))
    expect(site.heard()).toEqual([])
  })
})

describe('a style sheet', () => {
  it.each([
    'http://127.0.0.1:PORT/look.css',
    'http://[::1]:PORT/look.css',
    'http://127.0.0.1/look.css',
    'http://inside.test/look.css',
    'file:///etc/passwd',
  ])('is not asked for at %s; the page is read without it', async (href) => {
    const inside = await open(pagesOf({ '/look.css': 'a { color: #b4451f }' }))
    const html = `<title>Crumb</title><link rel="stylesheet" href="${href.replace('PORT', String(inside.port))}">`
    const site = await open(pagesOf({ '/': html }))
    expect(await reads(site)).toMatchObject({ status: 'read', name: 'Crumb', colours: [] })
    expect(inside.heard()).toEqual([])
  })

  it('is one of two at most, and read to a bound', async () => {
    const sheet = (at: number): string => `<link rel="stylesheet" href="/${at}.css">`
    const site = await open(
      pagesOf({
        '/': `<title>Crumb</title>${[1, 2, 3].map(sheet).join('')}`,
        '/1.css': 'a { color: #b4451f }',
        '/2.css': `a { color: #1f5d4a } ${' '.repeat(400_000)} a { color: #2233aa }`,
        '/3.css': 'a { color: #2233aa }',
      }),
    )
    expect(await reads(site)).toMatchObject({ status: 'read', colours: ['#b4451f', '#1f5d4a'] })
    expect(site.heard()).toHaveLength(3)
  })

  it('counts when it leads somewhere else on the open way, and not when it is another file', async () => {
    const site: Site = await open((request, response) => {
      if (request.url === '/a.css') return sendsTo('/b.css')(request, response)
      const sheets = '<link rel="stylesheet" href="/a.css"><link rel="stylesheet" href="/c.txt">'
      return pagesOf({
        '/': `<title>Crumb</title>${sheets}`,
        '/b.css': 'a { color: #b4451f }',
        '/c.txt': 'a { color: #1f5d4a }',
      })(request, response)
    })
    expect(await reads(site)).toMatchObject({ status: 'read', colours: ['#b4451f'] })
  })
})

describe('a name that means another address a moment later', () => {
  it('is asked for once, and the connection goes to the address that was checked', async () => {
    const checked = await open(asPage, { host: '127.0.0.2' })
    const trap = await open(
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Trap</title>'),
      {
        port: checked.port,
      },
    )
    const answers = [['127.0.0.2'], ['127.0.0.1'], ['127.0.0.1']]
    let asked = 0
    const reading = await reads(checked, '/', { resolve: async () => answers[asked++] ?? ['127.0.0.1'] })
    expect(reading).toMatchObject({ status: 'read', name: 'Hearth & Crumb' })
    // The page, and its style sheet, which is asked for anew and checked anew.
    expect(checked.heard()).toEqual(['/'])
    expect(trap.heard()).toEqual(['/look.css'])
    expect(asked).toBe(2)
  })

  it('is refused when it means this machine by the time a redirect comes back to it', async () => {
    const site = await open(sendsTo('http://rebound.test/'))
    const answers = [['127.0.0.1'], ['127.0.0.1']]
    const resolve = async (): Promise<string[]> => answers.pop() ?? ['93.184.215.14']
    expect(await reads(site, '/', { resolve })).toMatchObject(unread('private_address'))
    expect(site.heard()).toEqual(['/'])
  })
})

describe('a site that does not behave', () => {
  it.each([
    ['slow to begin', () => undefined],
    ['slow to end', (response) => response.writeHead(200, { 'content-type': 'text/html' }).write('<title>So')],
  ] satisfies [string, (response: Parameters<Answering>[1]) => unknown][])(
    'is given up when it is %s',
    async (_name, does) => {
      const site = await open((_, response) => void does(response))
      expect(await reads(site, '/', { limitMs: 150 })).toMatchObject(unread('too_slow'))
    },
  )

  it('is given up when its name is never answered', async () => {
    const site = await open(asPage)
    const resolve = (): Promise<string[]> => new Promise(() => {})
    expect(await reads(site, '/', { limitMs: 50, resolve })).toMatchObject(unread('too_slow'))
  })

  it('is read to a bound when it never ends', async () => {
    const site = await open((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).write(bakeryPage)
      const more = (): void => {
        while (!response.destroyed && response.write('<p>And so on, and so on, and so on.</p>'.repeat(500)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    expect(await reads(site)).toMatchObject({ status: 'read', name: 'Hearth & Crumb' })
  })

  it('does not blow up: what unpacks to a gigabyte is read to the same bound', async () => {
    const bomb = gzipSync(Buffer.alloc(64_000_000, ' '))
    const page = Buffer.concat([gzipSync(bakeryPage), ...Array.from({ length: 16 }, () => bomb)])
    const site = await open((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(page),
    )
    const before = process.memoryUsage().arrayBuffers
    expect(await reads(site)).toMatchObject({ status: 'read', name: 'Hearth & Crumb' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32_000_000)
  })

  it.each(['application/pdf', 'image/png', 'application/octet-stream', 'text/plain', 'text/htmlx', ''])(
    'is no page when it says %j',
    async (type) => {
      const site = await open((_, response) =>
        response.writeHead(200, type === '' ? {} : { 'content-type': type }).end(bakeryPage),
      )
      expect(await reads(site)).toMatchObject(unread('not_a_page'))
    },
  )

  it.each([
    [404, 'missing'],
    [410, 'missing'],
    [401, 'closed'],
    [403, 'closed'],
    [429, 'closed'],
    [500, 'broken'],
    [503, 'broken'],
    [304, 'broken'],
    [302, 'broken'],
  ])('answers %i: %s', async (status, reason) => {
    const site = await open((_, response) => response.writeHead(status).end())
    expect(await reads(site)).toMatchObject(unread(reason))
  })

  it('is broken when it changes to another protocol, and nobody waits for it', async () => {
    const left = Promise.withResolvers<void>()
    const site = await open(({ socket }) => {
      socket.once('close', () => left.resolve())
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n')
    })
    expect(await reads(site)).toMatchObject(unread('broken'))
    await left.promise
  })

  it('holds nobody up with a charset of many spaces', () => {
    const took = (): number => {
      const before = performance.now()
      decode(new Uint8Array(), `text/html; charset=${' '.repeat(15_500)}!`)
      return performance.now() - before
    }
    // The quickest of a few: the machine itself may stand still in the middle of one.
    expect(Math.min(took(), took(), took(), took())).toBeLessThan(50)
  })

  it('is told apart when it says nothing, packs wrongly, hangs up or is not there', async () => {
    const html = { 'content-type': 'text/html' }
    const empty = await open((_, response) => response.writeHead(200, html).end('<html></html>'))
    expect(await reads(empty)).toMatchObject(unread('empty'))
    const torn = await open((_, response) =>
      response.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end('no gzip'),
    )
    expect(await reads(torn)).toMatchObject(unread('garbled'))
    const odd = await open((_, response) => response.writeHead(200, { ...html, 'content-encoding': 'lzma' }).end('x'))
    expect(await reads(odd)).toMatchObject(unread('garbled'))
    const plain = `https://bakery.test:${empty.port}/`
    const reader = createWebsiteReader({ named: [`bakery.test:${empty.port}`], resolve: async () => ['127.0.0.1'] })
    expect(await reader.read(plain, never)).toMatchObject(unread('unreachable'))
    const rude = await open((request) => request.socket.destroy())
    expect(await reads(rude)).toMatchObject(unread('unreachable'))
    const long = await open((_, response) => response.writeHead(200, { ...html, 'x-long': 'x'.repeat(40_000) }).end())
    expect(await reads(long)).toMatchObject(unread('garbled'))
    await long.close()
    sites.splice(sites.indexOf(long), 1)
    expect(await reads(long)).toMatchObject(unread('unreachable'))
    expect(await reads(empty, '/', { resolve: async () => [] })).toMatchObject(unread('unknown_host'))
  })

  it('is an answer in no time where there is no network', async () => {
    const reader = createWebsiteReader({ named: [] })
    expect(await reader.read('https://no-such-host.invalid/', never)).toMatchObject(unread('unknown_host'))
  })

  it('is left at once when the job is canceled', async () => {
    const controller = new AbortController()
    const canceled = new Error('canceled')
    const site = await open(() => controller.abort(canceled))
    const reader = createWebsiteReader({ named: [`bakery.test:${site.port}`], resolve: async () => ['127.0.0.1'] })
    await expect(reader.read(`http://bakery.test:${site.port}/`, controller.signal)).rejects.toBe(canceled)
  })
})
