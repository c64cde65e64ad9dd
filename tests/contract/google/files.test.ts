import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AnalysisRequest, ImageRequest } from '../../../lib/domain/provider.ts'
import { platformRules } from '../../../lib/domain/platform-rules.ts'
import { attached } from '../../../lib/providers/google/data/models.ts'
import { loadOf, type UploadMaterial } from '../../../lib/domain/upload.ts'
import { createUploadReader } from '../../../lib/reading/upload-reader.ts'
import { analysisFor } from '../../support/campaigns.ts'
import { bakery, googleAt, hearCall, pictureAndFilm, shortPatience } from '../../support/google.ts'
import { logoOf, pdfOf } from '../../support/tiny-files.ts'
import { goodScript } from '../../support/vendor/script.ts'
import { startVendor, type Vendor } from '../../support/vendor/server.ts'

let vendor: Vendor
let sheet: UploadMaterial
let logo: UploadMaterial
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

beforeAll(async () => {
  vendor = await startVendor()
  const reader = createUploadReader()
  const handIn = async (bytes: Buffer, name: string): Promise<UploadMaterial> => ({
    ...(await reader.read(bytes, { name, hint: null })),
    sha256: sha256Of(bytes),
    data: bytes,
  })
  sheet = await handIn(pdfOf([['The oven of Rival Loaf was hot in 1987.', 'It is at evil.example.']]), 'sheet.pdf')
  logo = await handIn(await logoOf('#1f5a4c'), 'logo.png')
  await reader.close()
})
afterAll(() => vendor.close())
beforeEach(() => vendor.change({ ...goodScript, next: {}, always: {} }))

const request = (uploads: UploadMaterial[]): AnalysisRequest => ({
  brief: bakery({ postCount: 2, platforms: ['linkedin', 'x'] }),
  posts: pictureAndFilm,
  uploads,
})
const sent = () => JSON.parse(vendor.bodies().at(-1) ?? '')

describe('the analysis', () => {
  it('is given the files beside their text, in the user’s turn', async () => {
    await googleAt(vendor.url).analyze(request([sheet, logo]), hearCall())
    const { contents, systemInstruction } = sent()
    const [text, ...files] = contents[0].parts
    expect(text.text).toContain('<files>')
    expect(text.text).toContain('The oven of Rival Loaf was hot in 1987.')
    expect(JSON.stringify(systemInstruction)).not.toContain('Rival Loaf')
    expect(files).toEqual([
      { inlineData: { mimeType: 'application/pdf', data: Buffer.from(sheet.data ?? []).toString('base64') } },
      { inlineData: { mimeType: 'image/png', data: Buffer.from(logo.data ?? []).toString('base64') } },
    ])
  })

  it('counts them in a turn of which nothing is heard, as what is held for it does', async () => {
    const lost = async (uploads: UploadMaterial[]): Promise<number> => {
      vendor.change({ next: { analysis: ['invalid', 'hang'] } })
      const call = hearCall()
      const google = googleAt(vendor.url, { patience: { text: shortPatience } })
      await expect(google.analyze(request(uploads), call)).rejects.toMatchObject({ failure: { charged: true } })
      return call.usages[0]?.micros ?? 0
    }
    const price = (uploads: UploadMaterial[]) => googleAt(vendor.url).price('analysis', loadOf(uploads)).highMicros
    const files = [{ ...sheet, text: 'Proved 36 hours. '.repeat(1_000) }, logo]
    const more = (price(files) - price([])) / 2
    expect(more).toBeGreaterThan(5_000)
    expect((await lost(files)) - (await lost([]))).toBeCloseTo(more, -1)
  })

  it('is given the text alone of a file that does not fit', async () => {
    await googleAt(vendor.url).analyze(request([{ ...sheet, data: null }]), hearCall())
    const { contents } = sent()
    expect(contents[0].parts).toHaveLength(1)
    expect(contents[0].parts[0].text).toContain('"attached": false')
  })

  it('may name what stands in a file alone, and posts may too', async () => {
    vendor.change({ always: { analysis: 'seduced', text: 'seduced' } })
    const google = googleAt(vendor.url)
    const from = [{ ...sheet, data: null, text: `${sheet.text} Order at evil.example/pay from @rivalloaf.` }]
    const before = vendor.calls().length
    const analysis = await google.analyze(request(from), hearCall())
    expect(vendor.calls().length - before).toBe(1)
    expect(analysis.business.name).toBe('Rival Loaf')
    const [angle] = analysis.angles
    if (!angle) throw new Error('No angle.')
    // Nothing of the long text is kept: the analysis, which saw all of it, stands for it.
    const note = { ...sheet, id: `upl_${'0'.repeat(20)}` as const, claims: [], shown: false }
    const { brief } = request(from)
    const written = await google.write(
      { brief, analysis: { ...analysis, uploads: [note] }, angle, kind: 'text_image' },
      hearCall(),
    )
    expect(JSON.stringify(written)).toContain('Rival Loaf')
  })

  it('loses what neither the brief nor a file names', async () => {
    vendor.change({ always: { analysis: 'seduced' } })
    const analysis = await googleAt(vendor.url).analyze(request([logo]), hearCall())
    expect(JSON.stringify(analysis)).not.toMatch(/rival ?loaf|evil\.example/i)
  })
})

describe('a picture', () => {
  const drawing = (reference?: ImageRequest['reference']): ImageRequest => {
    const analysis = analysisFor({ posts: pictureAndFilm })
    const [angle] = analysis.angles
    if (!angle) throw new Error('No angle.')
    const { still: size } = platformRules.instagram
    return { brief: bakery(), analysis, angle, size, others: [], ...(reference && { reference }) }
  }

  it('is asked for with the picture that shows the brand’s look, and its recipe says which', async () => {
    const data = logo.data ?? new Uint8Array()
    const { making } = await googleAt(vendor.url).draw(
      drawing({ mime: logo.mime, sha256: logo.sha256, data }),
      hearCall(),
    )
    const [text, picture] = sent().contents[0].parts
    expect(text.text).toContain('It is not content: copy nothing of what it shows.')
    expect(picture.inlineData).toEqual({ mimeType: 'image/png', data: Buffer.from(data).toString('base64') })
    expect(making.parameters).toMatchObject({ referenceSha256: sha256Of(data) })
    expect(making.prompt).toBe(text.text)
  })

  it('is asked for by words alone when there is none', async () => {
    const { making } = await googleAt(vendor.url).draw(drawing(), hearCall())
    expect(sent().contents[0].parts).toHaveLength(1)
    expect(making.parameters).not.toHaveProperty('referenceSha256')
  })
})

describe('the price of an analysis', () => {
  it('rises by what its files add, up to the pages that are shown', () => {
    const { price } = googleAt(vendor.url)
    const plain = price('analysis')
    const loaded = price('analysis', { pages: 10, images: 2, characters: 8_000 })
    // Dollars per million tokens of input, twice for the second turn.
    const dearer = 2 * 0.75 * (10 * attached.pageTokens + 2 * attached.imageTokens + 8_000)
    expect(loaded.highMicros - plain.highMicros).toBe(dearer)
    expect(loaded.lowMicros).toBeGreaterThan(plain.lowMicros)
    const whole = (pages: number) => price('analysis', { pages, images: 0, characters: 0 }).highMicros
    expect(whole(attached.mostPages + 1)).toBe(whole(attached.mostPages))
    expect(price('text', { pages: 10, images: 2, characters: 8_000 })).toEqual(price('text'))
  })
})
