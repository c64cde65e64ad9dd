const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  pound: '£',
  euro: '€',
}

/** The text without markup, addresses, emoji, bidi controls and bullets; lines and sentences stay. */
export function plainText(text: string): string {
  return text
    .replace(/<(script|style)\b[^>]{0,500}>[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<\/?(?:p|div|li|ul|ol|br|h[1-6]|tr|section)\b[^<>]{0,500}>/gi, '\n')
    .replace(/<\/?[a-z][^<>]{0,500}>/gi, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp|pound|euro);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\ufe0f|\u20e3/gu, (sign) =>
      /[©®™]/.test(sign) ? sign : ' ',
    )
    .replace(/^[ \t]*(?:[-*•·▪►>#]+|\d{1,2}[.)])[ \t]+/gm, '')
    .replace(/\*\*|__|`+/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/ +([,.;:!?])(?=\s|$)/g, '$1')
    .replace(/!+/g, '.')
    .replace(/\.{2,}(?!\.)/g, '.')
}

const address =
  /\b(?:https?:\/\/|www\.)[^\s<>"')]+|\b[\w.+-]+@[\w-]+\.[\w.-]+\b|(?<![\w@])(?:[a-z0-9-]+\.)+(?:com|co\.uk|org|net|io|shop|example|de|fr|eu|ie|studio|app)(?:\/[^\s<>"')]*)?/gi

/** The first web address in the text, as it may be opened; mail addresses are none. */
export function linkIn(text: string): string | null {
  for (const [found] of text.matchAll(address)) {
    if (found.includes('@')) continue
    const bare = found.replace(/[.,;:!?]+$/, '')
    if (URL.canParse(/^https?:/i.test(bare) ? bare : `https://${bare}`))
      return /^https?:/i.test(bare) ? bare : `https://${bare}`
  }
  return null
}

/** Sentences that only carry an address lose it together with the words that lead to it. */
export const withoutAddresses = (text: string): string =>
  text
    .replace(
      new RegExp(
        `(?:[,;]?\\s*(?:(?:order|book|shop|buy|sign up|read more|more|visit|find us|see)\\s+)?(?:online\\s+)?(?:at|on|via)|:)?\\s*(?:${address.source})`,
        'gi',
      ),
      '',
    )
    .replace(/\(\s*\)/g, '')

/** Mostly capitals are read as ordinary words: sentence case, so that nothing shouts. */
export function calmed(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0
  if (letters < 12 || capitals / letters < 0.7) return text
  return text
    .toLocaleLowerCase('en')
    .replace(/(^|[.!?\n]\s*)(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toLocaleUpperCase('en'))
    .replace(/\bi\b/g, 'I')
}

const abbreviated = /(?:\b(?:Mr|Mrs|Ms|Dr|St|Co|Ltd|Inc|No|vs|etc|approx|e\.g|i\.e|a\.m|p\.m)|\b\p{Lu})\.$/u

/** Sentences and lines of a text, in order. Long unbroken text stays one piece. */
export function splitSentences(text: string): string[] {
  const pieces: string[] = []
  for (const line of text.split(/\n+/)) {
    let open = ''
    for (const part of line.split(/(?<=[.!?…。！？؟।])(?:\s+|(?<=[。！？])|$)/u)) {
      open = open === '' ? part : `${open} ${part}`
      if (abbreviated.test(part) && part !== line) continue
      pieces.push(open.trim())
      open = ''
    }
    if (open !== '') pieces.push(open.trim())
  }
  return pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece))
}
