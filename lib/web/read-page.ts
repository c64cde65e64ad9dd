import { Parser } from 'htmlparser2'
import { websiteBounds as bounds } from '../domain/website.ts'
import { claimsIn } from '../domain/claims.ts'
import { readLinked } from './linked-data.ts'
import { cut, plain } from '../domain/plain-text.ts'
import { sheetsOf } from './style-sheets.ts'

/** What stands in a page, before its style sheets are read. */
export type PageFacts = {
  language: string | null
  name: string | null
  description: string | null
  claims: string[]
  logo: string | null
  /** What the page itself calls its colour. */
  themeColours: string[]
  css: string[]
  /** Addresses of its style sheets, those worth reading first. */
  sheets: string[]
  /** Fonts that are known without reading a sheet. */
  fonts: string[]
}

/** Elements whose words people do not see, or that say nothing of the business. */
const silent =
  /^(?:script|style|noscript|template|svg|iframe|object|canvas|select|textarea|button|form|nav|footer|dialog|aside|audio|video|map|math)$/
const inline =
  /^(?:a|abbr|b|bdi|bdo|cite|code|data|dfn|em|font|i|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr)$/
/** Where a page is nested deeper, or says more, reading ends: real ones are not. */
const deepest = 400
const mostBlocks = 600
const mostLetters = 4_000
const sliceLetters = 16_384

type Attributes = Record<string, string>

/** Reads a page's own words. Never runs, fetches or follows anything of it. Never throws. */
export function readPage(html: string, url: URL): PageFacts {
  const metas = new Map<string, string>()
  const logos: { rank: number; href: string }[] = []
  const found = {
    language: '',
    title: '',
    css: new Array<string>(),
    sheets: new Array<string>(),
    linked: new Array<string>(),
  }
  const blocks: string[] = []
  const open: { name: string; hides: boolean }[] = []
  let hidden = 0
  let raw: 'css' | 'linked' | 'title' | null = null
  let said = ''

  const endBlock = (): void => {
    if (said.trim() !== '' && blocks.length < mostBlocks) blocks.push(said)
    said = ''
  }
  const addLogo = (rank: number, href: string | undefined): void => {
    if (href !== undefined && logos.length < 200) logos.push({ rank, href })
  }
  const link = ({ rel = '', href, type = '' }: Attributes): void => {
    const kinds = rel.toLowerCase().split(/\s+/)
    if (kinds.includes('stylesheet') && href !== undefined && found.sheets.length < 8) found.sheets.push(href)
    if (kinds.includes('apple-touch-icon')) addLogo(2, href)
    else if (kinds.includes('icon')) addLogo(type === 'image/svg+xml' ? 3 : 5, href)
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      const hides = silent.test(name) || isHidden(attributes)
      open.push({ name, hides })
      if (hides) hidden += 1
      if (!inline.test(name)) endBlock()
      if (attributes.style !== undefined && found.css.length < 400) found.css.push(`x{${attributes.style}}`)
      switch (name) {
        case 'html':
          found.language = attributes.lang ?? ''
          break
        case 'title':
          raw = open.some((one) => one.name === 'svg') ? null : 'title'
          break
        case 'style':
          raw = 'css'
          break
        case 'script':
          raw = /^application\/ld\+json\b/i.test(attributes.type ?? '') && found.linked.length < 20 ? 'linked' : null
          if (raw === 'linked') found.linked.push('')
          break
        case 'meta': {
          const key = (attributes.property ?? attributes.name ?? '').toLowerCase()
          if (!metas.has(key) && metas.size < 200) metas.set(key, attributes.content ?? '')
          break
        }
        case 'link':
          link(attributes)
          break
        case 'img':
          if (
            /logo/i.test(
              `${attributes.class ?? ''} ${attributes.id ?? ''} ${attributes.alt ?? ''} ${attributes.src ?? ''}`,
            )
          )
            addLogo(4, attributes.src)
          break
      }
    },
    ontext(text) {
      if (raw === 'css') found.css.push(text)
      else if (raw === 'linked') found.linked[found.linked.length - 1] += text
      else if (raw === 'title') found.title = (found.title + text).slice(0, 500)
      else if (hidden === 0 && said.length < mostLetters) said += text.slice(0, mostLetters)
    },
    onclosetag(name) {
      const closed = open.pop()
      if (closed?.hides) hidden -= 1
      if (name === 'title' || name === 'style' || name === 'script') raw = null
      if (!inline.test(name)) endBlock()
    },
  })
  for (let at = 0; at < html.length && open.length < deepest; at += sliceLetters)
    parser.write(html.slice(at, at + sliceLetters))
  endBlock()

  const linked = readLinked(found.linked)
  const meta = (...keys: string[]): string =>
    keys.map((key) => plain(metas.get(key) ?? '')).find((one) => one !== '') ?? ''
  const name = meta('og:site_name') || plain(linked.name) || meta('application-name') || titled(plain(found.title), url)
  const description = meta('description', 'og:description', 'twitter:description') || plain(linked.description)
  if (linked.logo !== '') addLogo(1, linked.logo)
  return {
    language: /^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*$/.exec(found.language.trim().slice(0, 35))?.[0] ?? null,
    name: cut(name, bounds.name),
    description: cut(description, bounds.description),
    claims: claimsIn(blocks.map(plain), [name, description], bounds),
    logo:
      logos
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ href }) => addressOf(href, url))
        .find((href) => href !== null) ?? null,
    themeColours: [meta('theme-color'), meta('msapplication-tilecolor')].filter((one) => one !== ''),
    css: found.css,
    ...sheetsOf(
      found.sheets.map((href) => addressOf(href, url)).filter((href) => href !== null),
      url,
    ),
  }
}

const isHidden = (attributes: Attributes): boolean =>
  'hidden' in attributes ||
  attributes['aria-hidden'] === 'true' ||
  /(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d]))/i.test(
    attributes.style ?? '',
  )

/** The part of a title that the host also says; all of a short title; else nothing that could be taken for a name. */
function titled(title: string, { hostname }: URL): string {
  const letters = (text: string): string =>
    text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^\p{L}\p{N}]/gu, '')
  const host = letters(hostname.replace(/^www\./, '').split('.')[0] ?? '')
  const parts = title.split(/\s[|–—·•:»-]\s|\s[|:]\s?|:\s/u).filter((part) => part !== '')
  const same = parts.find(
    (part) =>
      letters(part) !== '' &&
      (letters(part) === host || letters(part).replaceAll('and', '') === host.replaceAll('and', '')),
  )
  if (same !== undefined) return same
  const [only] = parts
  return parts.length === 1 && only !== undefined && only.split(' ').length <= 5 ? only : ''
}

function addressOf(href: string, base: URL): string | null {
  if (href.length > bounds.address || !URL.canParse(href, base)) return null
  const address = new URL(href, base)
  return /^https?:$/.test(address.protocol) && address.href.length <= bounds.address ? address.href : null
}
