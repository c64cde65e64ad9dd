import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mostTextBytes, uploadBounds, type UploadReader } from '../../../lib/domain/upload.ts'
import { createUploadReader } from '../../../lib/reading/upload-reader.ts'
import { lockedPdf, logoOf, pdfOf, slowPdf, swellingPdf, swellingPng } from '../../support/tiny-files.ts'

let reader: UploadReader
beforeAll(() => {
  reader = createUploadReader()
})
afterAll(() => reader.close())

const read = (bytes: Uint8Array, name: string | null = null, hint: string | null = null) =>
  reader.read(bytes, { name, hint })
const text = (words: string): Buffer => Buffer.from(words, 'utf8')

const sheet = pdfOf([
  [
    'OVEN NOTES',
    'The starter was begun in 1987 and has been fed every day',
    'since. Each loaf is proved for 36 hours in Leeds.',
    'Brand colour: #B4451F',
  ],
  ['The flour comes from two farms within 40 miles.'],
])

describe('the type of a file', () => {
  test.each([
    ['a PDF', sheet, 'application/pdf'],
    [
      'a PDF behind a few other bytes',
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf, 0x0, 0x0a]), sheet]),
      'application/pdf',
    ],
    ['a text', text('Plain words, with an umlaut: Bäckerei.'), 'text/plain'],
    ['a text that tells of PDFs', text('Each file begins with %PDF-1.4, they say.'), 'text/plain'],
  ])('%s is known by its bytes, whatever it is said to be', async (_, bytes, mime) => {
    for (const [name, hint] of [
      [null, null],
      ['photo.png', 'image/png'],
    ] as const)
      expect((await read(bytes, name, hint)).mime).toBe(mime)
  })

  test.each(['png', 'jpeg', 'webp'] as const)('a %s picture is known by its bytes', async (format) => {
    expect((await read(await logoOf('#b4451f', format), 'sheet.pdf')).mime).toBe(`image/${format}`)
  })

  test('only a text is told apart by its name or by what it is said to be', async () => {
    expect((await read(text('# Words'), 'notes.md')).mime).toBe('text/markdown')
    expect((await read(text('# Words'), null, 'text/markdown; charset=utf-8')).mime).toBe('text/markdown')
  })

  test.each([
    ['an archive', Buffer.from('504b0304140000000800', 'hex'), null, 'unsupported_media_type', 'neither a PDF'],
    [
      'a picture of another kind',
      Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00', 'latin1'),
      null,
      'unsupported_media_type',
      'PNG, JPEG or WebP',
    ],
    ['a text in Latin-1', Buffer.from('B\xe4ckerei', 'latin1'), 'notes.txt', 'unsupported_media_type', 'UTF-8'],
    ['a text in UTF-16', Buffer.from('\ufeffBread', 'utf16le'), null, 'unsupported_media_type', 'UTF-8'],
    ['an empty file', Buffer.alloc(0), 'notes.txt', 'invalid_input', 'empty'],
    ['a file of spaces', text(' \n\t \u200b'), 'notes.txt', 'invalid_input', 'no text'],
    ['a long text', text('bread '.repeat(mostTextBytes / 6 + 1)), 'notes.txt', 'too_large', '1 MB'],
  ])('%s is not taken, in words that help', async (_, bytes, name, code, words) => {
    await expect(read(bytes, name)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })
})

describe('a PDF', () => {
  test('gives its text, its sentences and the colours it names', async () => {
    const { reading, text: words, claims } = await read(sheet)
    expect(reading).toEqual({
      kind: 'pdf',
      pages: 2,
      pagesRead: 2,
      characters: words.length,
      cut: false,
      colours: ['#b4451f'],
    })
    expect(words).toContain('Each loaf is proved for 36 hours in Leeds.')
    expect(claims).toEqual([
      'The starter was begun in 1987 and has been fed every day since.',
      'Each loaf is proved for 36 hours in Leeds.',
      'The flour comes from two farms within 40 miles.',
    ])
  })

  test('is read for thirty pages, and says so', async () => {
    const long = pdfOf(Array.from({ length: 33 }, (_, at) => [`Page number ${at + 1} says one thing.`]))
    const { reading, text: words } = await read(long)
    expect(reading).toMatchObject({ pages: 33, pagesRead: 30, cut: true })
    expect(words).toContain('Page number 30 says')
    expect(words).not.toContain('Page number 31 says')
  })

  test('without text is taken all the same', async () => {
    expect((await read(pdfOf([[]]))).reading).toMatchObject({ kind: 'pdf', pages: 1, characters: 0 })
  })

  test.each([
    ['that is locked', lockedPdf(), 'password'],
    ['that ends in the middle', sheet.subarray(0, 40), 'damaged'],
    ['that is none', text('%PDF-1.4\nnothing of it'), 'damaged'],
  ])('%s is not taken, in words that help', async (_, bytes, words) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining(words) })
  })

  test('that swells in the memory is given up, and the next one is read', async () => {
    const strict = createUploadReader({ ms: 30_000, mb: 64 })
    const swelling = strict.read(swellingPdf(250), { name: null, hint: null })
    const next = strict.read(sheet, { name: null, hint: null })
    await expect(swelling).rejects.toMatchObject({ message: expect.stringContaining('more time or memory') })
    expect((await next).reading).toMatchObject({ pages: 2 })
    await strict.close()
  }, 30_000)

  test('that is being read when the server stops is told that, not that it is damaged', async () => {
    const leaving = createUploadReader()
    const reading = leaving.read(slowPdf(400_000), { name: null, hint: null })
    const outcome = reading.catch((error: unknown) => error)
    await new Promise((resolve) => setImmediate(resolve))
    await leaving.close()
    expect(await outcome).toMatchObject({ code: 'going_down' })
  })

  test('that takes too long is given up, and the event loop goes on meanwhile', async () => {
    const strict = createUploadReader({ ms: 400, mb: 1_000 })
    let turns = 0
    const turning = setInterval(() => (turns += 1), 5)
    await expect(strict.read(slowPdf(400_000), { name: null, hint: null })).rejects.toMatchObject({
      message: expect.stringContaining('more time or memory'),
    })
    clearInterval(turning)
    expect(turns).toBeGreaterThan(20)
    await strict.close()
  })
})

describe('a picture', () => {
  test('gives its size and its colours without white and grey', async () => {
    const { reading, text: words, claims } = await read(await logoOf('#b4451f'))
    expect(reading).toEqual({ kind: 'image', width: 120, height: 60, colours: ['#b4451f'] })
    expect([words, claims]).toEqual(['', []])
  })

  test('of too many pixels is refused before it is unpacked', async () => {
    const bytes = await swellingPng(7_200)
    expect(bytes.length).toBeLessThan(1_000_000)
    await expect(read(bytes)).rejects.toMatchObject({ message: expect.stringContaining('50 megapixels') })
  })

  test.each(['png', 'jpeg', 'webp'] as const)('that ends in the middle is refused (%s)', async (format) => {
    const whole = await logoOf('#b4451f', format)
    await expect(read(whole.subarray(0, whole.length * 0.6))).rejects.toMatchObject({
      message: expect.stringContaining('damaged'),
    })
  })
})

describe('what is kept', () => {
  test('is bounded, and what proves most is not cut away first', async () => {
    const filler = Array.from(
      { length: 300 },
      (_, at) =>
        `Line ${'abcdefghij'[at % 10]} of these notes says little about ${'klmnopqrst'[Math.floor(at / 10) % 10]}${'uvwxyz'[Math.floor(at / 100)]} things.`,
    )
    const { reading, text: words, claims } = await read(text([...filler, 'We answer within 20 minutes.'].join('\n')))
    expect(words.length).toBeLessThanOrEqual(uploadBounds.text)
    expect(reading).toMatchObject({ characters: words.length, cut: true })
    expect(claims).toHaveLength(uploadBounds.claims)
    expect(claims.at(-1)).toBe('We answer within 20 minutes.')
  })

  test('has no word without an end', async () => {
    const { text: words } = await read(text(`${'a.'.repeat(50_000)} and ${'面包'.repeat(400)}`))
    expect(words).toBe(`${'a.'.repeat(150)} and ${'面包'.repeat(400)}`)
  })

  test('leaves out what only leads elsewhere, and makes broken words whole', async () => {
    const { claims } = await read(
      text(
        [
          '2 How the oven is heated . . . . . . . . . 14',
          '![A loaf of bread on a board](loaf.png)',
          'These are the mills that we buy from:',
          '- Flour from [two farms](https://farms.example/) within 40 miles',
          'Our loaves are shaped by hand and lie in the linen for one whole after-',
          'noon before the oven.',
        ].join('\n'),
      ),
    )
    expect(claims).toEqual([
      'Flour from two farms within 40 miles',
      'Our loaves are shaped by hand and lie in the linen for one whole afternoon before the oven.',
    ])
  })

  test('says nothing of the file itself, of how the brand looks, or of what its readers are to do', async () => {
    const { claims } = await read(
      text(
        [
          '# Fell & Fold product sheet',
          '',
          'Fell & Fold brand guidelines 2026',
          '## What every tent has',
          'Colours: #1f5f4a and #f2b134.',
          'The logo stands on a white ground with clear space around it.',
          'Headlines are set in Fraunces, and running text in Inter.',
          'Never stretch the mark or turn it.',
          'Please ask the studio before you print anything.',
          'We write short sentences and avoid jargon.',
          '- Seams taped by hand in Keswick',
          'Our Ridge tent weighs 1,280 g and stands in four minutes.',
          'Use one pole less than any tent of its size.',
        ].join('\n'),
      ),
      'sheet.md',
    )
    expect(claims).toEqual([
      'Seams taped by hand in Keswick',
      'Our Ridge tent weighs 1,280 g and stands in four minutes.',
    ])
  })

  test('has no sign that hides words or turns a line', async () => {
    const { text: words } = await read(text('Bre\u200bad from \u202eLeeds\u202c.'))
    expect(words).toBe('Bread from Leeds.')
  })

  test.each([
    ['../../etc/pass\u0000wd.txt', 'passwd.txt'],
    ['C:\\brand\\guide\u202egpj.txt', 'guidegpj.txt'],
    ['', 'file.txt'],
    ['x'.repeat(500), 'x'.repeat(uploadBounds.name)],
  ])('the name %j becomes %j', async (name, kept) => {
    expect((await read(text('Words.'), name)).name).toBe(kept)
  })
})
