import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, expect, test, type Browser, type Page } from '@playwright/test'
import { createMotionStage } from '../../lib/providers/studio/motion/stage.ts'
import type { Film } from '../../lib/providers/studio/motion/film-spec.ts'
import { shortFilm } from '../support/film-specs.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

let film: Film
let server: Server
let browser: Browser
let page: Page

/** Serves the film with ranges, as the product does: without them a browser cannot seek. */
function serve(bytes: Uint8Array): Promise<Server> {
  return new Promise((resolve) => {
    const one = createServer((request, response) => {
      if (request.url !== '/film.mp4') {
        response.setHeader('content-type', 'text/html')
        response.end(
          '<!doctype html><title>film</title><video src="/film.mp4" muted playsinline style="width:180px"></video><canvas width="72" height="128"></canvas>',
        )
        return
      }
      const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
      const start = Number(from)
      const end = to === '' ? bytes.byteLength - 1 : Math.min(Number(to), bytes.byteLength - 1)
      response.writeHead(request.headers.range ? 206 : 200, {
        'content-type': 'video/mp4',
        'accept-ranges': 'bytes',
        'content-length': end - start + 1,
        ...(request.headers.range ? { 'content-range': `bytes ${start}-${end}/${bytes.byteLength}` } : {}),
      })
      response.end(bytes.subarray(start, end + 1))
    })
    one.listen(0, '127.0.0.1', () => resolve(one))
  })
}

test.beforeAll(async () => {
  const stage = createMotionStage({ ffmpegPath: null })
  film = await stage.film(
    shortFilm({ seconds: 3, width: 360, height: 640 }),
    () => undefined,
    new AbortController().signal,
  )
  await stage.close()
  server = await serve(film.bytes)
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: flags })
  page = await browser.newPage()
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.')
  await page.goto(`http://127.0.0.1:${address.port}/`)
})

test.afterAll(async () => {
  await browser.close()
  server.close()
})

test('a studio film plays in Chromium to its end, in its full size and length', async () => {
  const played = await page.locator('video').evaluate(async (video: HTMLVideoElement) => {
    await video.play()
    await new Promise((resolve, reject) => {
      video.addEventListener('ended', resolve, { once: true })
      video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true })
    })
    return { width: video.videoWidth, height: video.videoHeight, duration: video.duration, at: video.currentTime }
  })
  expect(played.width).toBe(360)
  expect(played.height).toBe(640)
  expect(played.duration).toBeCloseTo(3, 2)
  expect(played.at).toBeCloseTo(3, 1)
})

test("a studio film can be sought back and forth, and shows another picture in the brand's own colour at each place", async () => {
  const seen = await page.evaluate(async () => {
    const video = document.querySelector('video')
    const canvas = document.querySelector('canvas')
    const ctx = canvas?.getContext('2d', { willReadFrequently: true })
    if (!video || !canvas || !ctx) throw new Error('The page is not what the test expects.')
    const shots: { at: number; corner: number[]; sum: number }[] = []
    for (const at of [2.9, 0.2, 1.6, 0.7]) {
      const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }))
      video.currentTime = at
      await sought
      ctx.drawImage(video, 0, 0, canvas.width, canvas.height)
      const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height)
      const corner = (1 * canvas.width + 1) * 4
      shots.push({
        at: video.currentTime,
        corner: Array.from(data.slice(corner, corner + 3)),
        sum: data.reduce((sum, value) => sum + value, 0),
      })
    }
    return shots
  })
  expect(seen.map((shot) => shot.at)).toEqual([2.9, 0.2, 1.6, 0.7].map((at) => expect.closeTo(at, 1)))
  expect(new Set(seen.map((shot) => shot.sum)).size).toBe(4)
  const ground = [0xf6, 0xe7, 0xcf]
  for (const [channel, value] of (seen[1]?.corner ?? []).entries())
    expect(Math.abs(value - (ground[channel] ?? 0))).toBeLessThanOrEqual(4)
})
