import sharp from 'sharp'
import { describe, expect, it, test } from 'vitest'
import { checkDrawn } from '../../lib/campaigns/handlers/check-drawn.ts'
import { isProviderError } from '../../lib/domain/errors.ts'
import type { Media } from '../../lib/domain/provider.ts'
import { createChance } from '../support/chance.ts'
import { tinyFilm, tinyPicture } from '../support/tiny-media.ts'

/** The words of the failure, null when it passes. */
async function wordsOf(kind: 'image' | 'video', media: Media, variants: Media[] = []): Promise<string | null> {
  try {
    await checkDrawn(kind, { media, variants })
    return null
  } catch (error) {
    if (!isProviderError(error)) throw error
    expect(error.failure).toMatchObject({ code: 'unavailable', retryable: true })
    return error.message
  }
}

const cut = (media: Media, share: number): Media => ({
  ...media,
  bytes: media.bytes.subarray(0, Math.floor(media.bytes.byteLength * share)),
})
const garbage = (length: number, seed = 1): Uint8Array => {
  const chance = createChance(seed)
  return Uint8Array.from({ length }, () => Math.floor(chance() * 256))
}

describe('a picture that was drawn', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('counts when it is a whole %s', async (format) => {
    const picture = await tinyPicture(format)
    expect(await wordsOf('image', picture, [await tinyPicture('jpeg', 20, 10)])).toBeNull()
  })

  it('counts in the other two kinds of WebP', async () => {
    const blank = sharp({ create: { width: 31, height: 17, channels: 4, background: '#8a2b0f80' } })
    for (const options of [{ lossless: true }, { lossless: false }]) {
      const bytes = new Uint8Array(await blank.clone().webp(options).toBuffer())
      expect(await wordsOf('image', { bytes, mime: 'image/webp', width: 31, height: 17, durationMs: null })).toBeNull()
    }
  })

  it.each(['jpeg', 'png', 'webp'] as const)('does not count when a %s is cut off at any byte', async (format) => {
    const picture = await tinyPicture(format)
    for (let length = 0; length < picture.bytes.byteLength; length++)
      expect(
        await wordsOf('image', { ...picture, bytes: picture.bytes.subarray(0, length) }),
        `${length}`,
      ).not.toBeNull()
  })

  it('does not count when it is empty, garbage, a page of HTML or something else than said', async () => {
    const picture = await tinyPicture()
    expect(await wordsOf('image', { ...picture, bytes: new Uint8Array() })).toBe('The provider sent an empty picture.')
    const page = new TextEncoder().encode('<html><body>502 Bad Gateway</body></html>')
    expect(await wordsOf('image', { ...picture, bytes: page })).toBe('What the provider sent is not a picture.')
    expect(await wordsOf('image', { ...picture, mime: 'image/png' })).toBe(
      'The provider sent image/jpeg and called it image/png.',
    )
    expect(await wordsOf('image', { ...picture, width: 41 })).toBe(
      'The provider sent 40 × 50 pixels and called them 41 × 50.',
    )
    for (let seed = 1; seed <= 200; seed++)
      expect(await wordsOf('image', { ...picture, bytes: garbage(seed * 3, seed) })).not.toBeNull()
  })

  it('does not count when one of its other sizes is broken', async () => {
    const picture = await tinyPicture()
    expect(await wordsOf('image', picture, [picture, cut(picture, 0.7)])).toBe(
      'The picture from the provider is cut off.',
    )
  })
})

describe('a film that was made', () => {
  it('counts with its still', async () => {
    expect(await wordsOf('video', await tinyFilm(), [await tinyPicture()])).toBeNull()
  })

  it.each([0.02, 0.3, 0.6, 0.95])('does not count when it is cut off at %d of its length', async (share) => {
    expect(await wordsOf('video', cut(await tinyFilm(), share))).toMatch(/cut off|cannot|not a film/)
  })

  it('does not count when it is empty, garbage, a picture or shorter than said', async () => {
    const film = await tinyFilm()
    expect(await wordsOf('video', { ...film, bytes: new Uint8Array() })).toBe('The provider sent an empty film.')
    const notOne = 'What the provider sent is not a film that can be played.'
    expect(await wordsOf('video', { ...film, bytes: garbage(5_000) })).toBe(notOne)
    expect(await wordsOf('video', { ...film, bytes: (await tinyPicture()).bytes })).toBe(notOne)
    expect(await wordsOf('video', { ...film, bytes: film.bytes.with(30, 0xff) })).not.toBeUndefined()
    expect(await wordsOf('video', { ...film, durationMs: 8_000 })).toBe(
      'The film from the provider lasts 2000 ms, not 8000 ms.',
    )
    expect(await wordsOf('video', { ...film, height: 1_920 })).toBe(
      'The provider sent 720 × 1280 pixels and called them 720 × 1920.',
    )
  })

  test('does not count without a frame', async () => {
    expect(await wordsOf('video', await tinyFilm({ frames: 0 }))).not.toBeNull()
  })
})
