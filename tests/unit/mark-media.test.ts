import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import sharp from 'sharp'
import { describe, expect, it, test } from 'vitest'
import { filmFacts } from '../../lib/campaigns/handlers/film-facts.ts'
import { pictureFacts } from '../../lib/campaigns/handlers/picture-facts.ts'
import { markMedia } from '../../lib/campaigns/mark/mark-media.ts'
import { xmpPacket } from '../../lib/campaigns/mark/xmp-packet.ts'
import { digitalSource } from '../../lib/domain/recipe.ts'
import { tinyFilm, tinyPicture } from '../support/tiny-media.ts'

const mark = { digitalSourceType: digitalSource.trained, provider: 'google', model: 'an-"image" & <model>' }
const type = (value: string): string => `<Iptc4xmpExt:DigitalSourceType>${value}</Iptc4xmpExt:DigitalSourceType>`
const tool = '<xmp:CreatorTool>Unfold (google, an-&quot;image&quot; &amp; &lt;model&gt;)</xmp:CreatorTool>'

/** Read by libvips, which knows nothing of ours. */
const xmpIn = async (bytes: Uint8Array): Promise<string> => (await sharp(bytes).metadata()).xmpAsString ?? ''
const pixelsOf = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).raw().toBuffer()

describe.each(['jpeg', 'png'] as const)('a %s', (format) => {
  it('says how it was made, its pixels untouched', async () => {
    const plain = await tinyPicture(format)
    const { bytes, ...same } = markMedia(plain, mark)
    expect(await xmpIn(plain.bytes)).toBe('')
    expect(await xmpIn(bytes)).toContain(type(digitalSource.trained))
    expect(await xmpIn(bytes)).toContain(tool)
    expect(await pixelsOf(bytes)).toEqual(await pixelsOf(plain.bytes))
    expect(pictureFacts(bytes)).toMatchObject({ mime: same.mime, width: same.width, height: same.height, whole: true })
  })

  it('holds one packet: the one before goes', async () => {
    const once = markMedia(await tinyPicture(format), { ...mark, digitalSourceType: digitalSource.algorithmic })
    const twice = markMedia(once, mark)
    expect(twice.bytes).toEqual(markMedia(await tinyPicture(format), mark).bytes)
    expect(Buffer.from(twice.bytes).includes(digitalSource.algorithmic)).toBe(false)
  })

  it('keeps what else stands in it: its colours, and where it was taken', async () => {
    const blank = sharp({ create: { width: 40, height: 50, channels: 3, background: '#8a2b0f' } })
    const rich = new Uint8Array(
      await blank
        .withIccProfile('p3')
        .withExif({ IFD0: { Copyright: 'Hearth & Crumb' } })
        .toFormat(format)
        .toBuffer(),
    )
    const media = { bytes: rich, mime: `image/${format}` }
    const [before, after] = [await sharp(rich).metadata(), await sharp(markMedia(media, mark).bytes).metadata()]
    expect(before.exif).toBeDefined()
    expect([after.exif, after.icc]).toEqual([before.exif, before.icc])
    expect(after.xmpAsString).toContain(type(digitalSource.trained))
  })

  it('is left as it is when it cannot be read', async () => {
    const { bytes, mime } = await tinyPicture(format)
    for (const broken of [new Uint8Array(), bytes.subarray(0, 3), new Uint8Array(64)])
      expect(markMedia({ bytes: broken, mime }, mark).bytes).toBe(broken)
  })
})

/** The boxes of a film, outermost. */
function boxesOf(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const names: string[] = []
  for (let at = 0; at < bytes.byteLength; at += view.getUint32(at))
    names.push(String.fromCharCode(...bytes.subarray(at + 4, at + 8)))
  return names
}

async function framesOf(bytes: Uint8Array): Promise<Uint8Array[]> {
  using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS })
  const track = await input.getPrimaryVideoTrack()
  const frames: Uint8Array[] = []
  if (track) for await (const packet of new EncodedPacketSink(track).packets()) frames.push(packet.data)
  return frames
}

describe('a film', () => {
  it('says how it was made in a box behind all others, and plays as before', async () => {
    const plain = await tinyFilm()
    const { bytes } = markMedia(plain, mark)
    expect(boxesOf(bytes)).toEqual([...boxesOf(plain.bytes), 'uuid'])
    expect(boxesOf(bytes).indexOf('moov')).toBeLessThan(boxesOf(bytes).indexOf('mdat'))
    expect(bytes.subarray(0, plain.bytes.byteLength)).toEqual(plain.bytes)
    expect(await framesOf(bytes)).toEqual(await framesOf(plain.bytes))
    expect(await filmFacts(bytes)).toEqual(await filmFacts(plain.bytes))
    const box = Buffer.from(bytes.subarray(plain.bytes.byteLength))
    expect(box.subarray(8, 24).toString('hex')).toBe('be7acfcb97a942e89c71999491e3afac')
    expect(box.subarray(24)).toEqual(Buffer.from(xmpPacket(mark)))
  })

  it('holds one packet: the one before becomes free space, and nothing moves', async () => {
    const once = markMedia(await tinyFilm(), { ...mark, digitalSourceType: digitalSource.algorithmic })
    const twice = markMedia(once, mark)
    expect(boxesOf(twice.bytes).slice(-2)).toEqual(['free', 'uuid'])
    expect(await framesOf(twice.bytes)).toEqual(await framesOf(once.bytes))
  })

  it('whose last box runs to the end of the file gets an end for it', async () => {
    const plain = await tinyFilm()
    const endless = plain.bytes.slice()
    const mdat = Buffer.from(endless).indexOf('mdat') - 4
    expect(boxesOf(endless).at(-1)).toBe('mdat')
    new DataView(endless.buffer).setUint32(mdat, 0)
    const { bytes } = markMedia({ ...plain, bytes: endless }, mark)
    expect(boxesOf(bytes).slice(-2)).toEqual(['mdat', 'uuid'])
    expect(await framesOf(bytes)).toEqual(await framesOf(plain.bytes))
  })

  it('is left as it is when its boxes make no sense', async () => {
    const { bytes, mime } = await tinyFilm()
    for (const broken of [new Uint8Array(), bytes.subarray(0, bytes.byteLength - 1), new Uint8Array(64)])
      expect(markMedia({ bytes: broken, mime }, mark).bytes).toBe(broken)
  })
})

test('other media stay as they are', async () => {
  const picture = await tinyPicture('webp')
  expect(markMedia(picture, mark)).toBe(picture)
})
