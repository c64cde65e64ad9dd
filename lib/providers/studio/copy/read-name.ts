const word = String.raw`[\p{Lu}\d][\p{L}\p{N}'’&.+-]*`
const big = String.raw`\p{Lu}[\p{L}\p{N}'’&.+-]*`
const joiner = String.raw`(?:&|\+|and|of|the|de|la|le|du|von|by|on|for|am|an|der|zum|y|et|und)`
const title = String.raw`(?:[Tt]he\s)?${word}(?:\s(?:${joiner}\s){0,2}${word}){0,4}`

const starters =
  /^(?:we|our|i|my|the|a|an|in|on|at|this|these|every|all|each|with|for|from|small|new|your|you|it|there|most|no|now|free|get|book|join|if|when|after|since|here|open|local|family|hand|fresh|online|what|how|why|who|please|used|ignore|never|always|both|two|three|audience|offer|tone|objective|goal|goals|website|about|hours|prices?|address|location|products?|services?|features|target|note|name|business|summary|brief|welcome|dear|hello|hi|best|finest|top|great)$/i
/** Words that may open a name of several words: "Two Brothers Moving is …". */
const counted = /^(?:two|three|both|small|new|fresh|good|local|open|all|every|most|no|free|first)$/i
const weekday =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day|^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/i

const places = [
  new RegExp(String.raw`^(?:At|Welcome to|Meet|Here at|Introducing)\s(${title})`, 'u'),
  new RegExp(
    String.raw`^(?:Join us (?:for|at)|Come to|Save the date for|Visit)\s(?:the\s)?(${big}(?:\s${big}){1,3})(?=[,.]|\s(?:on|at|in|from)\s)`,
    'u',
  ),
  new RegExp(String.raw`^(${big}(?:\s(?:(?:&|and|of)\s)?${big}){1,4})\.?$`, 'u'),
  new RegExp(String.raw`\b(?:called|named|known as)\s["“]?(${title})`, 'u'),
  new RegExp(String.raw`^(?:We are|We['’]re|I am|I['’]m)\s(${title})(?=[,.:]|\s(?:and|from|in|a|an|the)\b|$)`, 'u'),
  new RegExp(
    String.raw`^["“]?(${title})["”]?(?=,?\s(?:is|are|was|has been)\s(?:an?|the|your|our|one|where|how|both|part|run|based|made)\s|,\s(?:a|an|the|your|our)\s|\s?[:–—]\s|\s-\s|\s\()`,
    'u',
  ),
  new RegExp(
    String.raw`^(${big}(?:\s(?:(?:&|and|of|the)\s)?${big}){1,4})(?=(?:\sin|,)\s${big}(?:\s${big})?\s?[:–—])`,
    'u',
  ),
  new RegExp(
    String.raw`^(${title})(?=\s(?:makes|sells|helps|builds|bakes|offers|runs|connects|provides|teaches|repairs|designs|rents|organi[sz]es|brings|turns|lets|gives|works|serves|delivers|grows|roasts|brews|fits|installs|cleans|trains|does|opens|opened|started|reconciles|publishes|hosts|keeps|finds|collects|supports|protects|feeds|has|packs|fits|services|rents|publishes)\s)`,
    'u',
  ),
  new RegExp(
    String.raw`^((?:[Tt]he\s)?${big}(?:\s(?:(?:&|and|of|the)\s)?${big}){1,4})(?=\s(?:in\s${big}\s)?\p{Ll}{2,}s\s(?!by\b))`,
    'u',
  ),
  new RegExp(
    String.raw`^(?:Die|Der|Das|Le|La|Les|El|Los|Las|Il|Lo|De|Het|O|A)?\s?(${big}(?:\s${big}){0,3})(?=\s(?:ist|sind|est|es|è|é|jest|är|er|zijn)\s)`,
    'u',
  ),
]

/** The business's name as the brief writes it; null when it gives none. */
export function nameIn(sentences: readonly string[]): string | null {
  for (const sentence of sentences.slice(0, 4)) {
    for (const pattern of places) {
      const found = pattern
        .exec(sentence)?.[1]
        ?.replace(/[.,'’-]+$/u, '')
        .trim()
      const first = found?.split(/\s/)[0] ?? ''
      const alone = found === first
      if (!found || found.length < 2 || found.length > 48 || weekday.test(first)) continue
      const titled = !alone && counted.test(first) && /^\s(?:is|are)\s/.test(sentence.slice(found.length))
      if (starters.test(first) && !titled && (alone || !/^the$/i.test(first))) continue
      return found
    }
  }
  return null
}

/** In a brief that was all capitals: what stands before "is a", with capitals of its own. */
export function nameInShouting(sentences: readonly string[]): string | null {
  const found = /^((?:[\p{L}\p{N}&'’-]+\s){0,3}[\p{L}\p{N}&'’-]+)\s(?:is|are)\s(?:an?|the)\s/u.exec(
    sentences[0] ?? '',
  )?.[1]
  if (!found || starters.test(found.split(' ')[0] ?? '')) return null
  return found.replace(
    /(^|\s)(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toLocaleUpperCase('en'),
  )
}

const hosts =
  /(?:^|\.)(?:instagram|facebook|linkedin|etsy|tiktok|twitter|x|linktr|google|shopify|wordpress|wixsite|github|youtube)\.[a-z.]+$/i

/** A name from the address people are sent to: "bright-paw.example" is "Bright Paw". */
export function nameFromLink(link: string | null): string | null {
  if (!link || !URL.canParse(link)) return null
  const host = new URL(link).hostname.replace(/^(?:www|shop|store|app|book)\./, '')
  const label = host.split('.')[0] ?? ''
  if (hosts.test(host) || label.length < 3 || label.startsWith('xn--') || /^\d+$/.test(label)) return null
  return label.replace(/(^|-)(\p{L})/gu, (_, gap: string, letter: string) => (gap ? ' ' : '') + letter.toUpperCase())
}

/** Account name without @: Latin letters and digits of the name, at most 30. */
export function handleOf(name: string | null): string {
  const plain = (name ?? '')
    .replace(/&|\+/g, ' and ')
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return plain.slice(0, 30) || 'yourbusiness'
}
