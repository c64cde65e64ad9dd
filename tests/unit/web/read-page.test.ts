import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WebsiteFactsSchema } from '../../../lib/domain/website.ts'
import { looksOf } from '../../../lib/web/looks.ts'
import { readPage } from '../../../lib/web/read-page.ts'

const url = new URL('https://www.hearth-and-crumb.example/shop/')
const read = (html: string) => readPage(html, url)

const fragments = [
  '<html lang="en">',
  '<title>',
  '</title>',
  '<p>',
  '</p>',
  '<div hidden>',
  '<h1 style="color:#b4451f">',
  '<svg><title>',
  '</svg>',
  '<script type="application/ld+json">{"@type":["Bakery"],"name":"Crumb","logo":{"url":"/l.png"}}</script>',
  '<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":7}]}',
  '<meta name="description" content="',
  '<meta name="theme-color" content="#zzzzzz">',
  '<link rel="icon" href="//[broken">',
  '<style>a{color:rgb(1,2,3);font-family:"X Y"',
  '--brand: oklch(0.5 0.2 30);',
  '&amp;&#x0;&#55296;&#x10ffff;&#x202e;',
  'Every loaf is shaped by hand here. ',
  '“Good bread,” we say, and mean it! ',
  '">',
  '<!--',
  '-->',
  '\u0000',
]
const anyHtml = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 60 })))
  .map((parts) => parts.join(''))

describe('what is read of any page', () => {
  it('has the bounds and the form of website facts, and no sign that nobody sees', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const { sheets, themeColours, css, ...page } = read(html)
        const facts = { ...page, url: url.href, ...looksOf({ themeColours, css: css.join('\n') }) }
        expect(WebsiteFactsSchema.parse(facts)).toEqual(facts)
        expect([page.name, page.description, ...page.claims].join('')).not.toMatch(
          /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u,
        )
        for (const sheet of sheets) expect(sheet).toMatch(/^https?:/)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['elements that are never closed', '<i>'],
    ['ends of elements that were never begun', '</i>'],
    ['elements that end in another’s name', '<b></i>'],
    ['an attribute without an end', '<p a='],
    ['brackets', '<'],
    ['entities', '&amp'],
    ['titles in pictures', '<svg><title>'],
  ])('comes to an end with a megabyte of %s', (_name, piece) => {
    expect(read(piece.repeat(Math.ceil(1_000_000 / piece.length))).claims.length).toBeLessThanOrEqual(12)
  })
})

describe('the name of a business', () => {
  it.each([
    ['the site says it', '<meta property="og:site_name" content="Crumb"><title>Shop | Hearth</title>', 'Crumb'],
    [
      'its data says it',
      '<script type="application/ld+json">{"@type":"Bakery","name":"Crumb &amp; Co"}</script>',
      'Crumb &amp; Co',
    ],
    [
      'one of its data says it',
      '<script type="application/ld+json">{"@type":"Product","name":"Rye"}</script><script type="application/ld+json">[{"@graph":[{"@type":["Thing","Bakery"],"name":"Crumb"}]}]</script>',
      'Crumb',
    ],
    ['its title and its host say it', '<title>Fresh bread | Hearth &amp; Crumb</title>', 'Hearth & Crumb'],
    ['its title is short', '<title>Hearth &amp; Crumb Leeds</title>', 'Hearth & Crumb Leeds'],
  ])('is found where %s', (_name, html, name) => {
    expect(read(html).name).toBe(name)
  })

  it.each([
    ['a title of many parts', '<title>Fresh bread | Order online | Leeds</title>'],
    ['a slogan', '<title>The best bread for miles and miles around here</title>'],
    ['a picture’s title', '<svg><title>Logo</title></svg>'],
    ['a product', '<script type="application/ld+json">{"@type":"Product","name":"Rye"}</script>'],
  ])('is not taken from %s', (_name, html) => {
    expect(read(html).name).toBeNull()
  })
})
