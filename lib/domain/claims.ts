/** Words about a page, not about the business. */
const boilerplate =
  /\b(?:cookies?|privacy|copyright|all rights reserved|javascript|terms (?:of|and)|subscribe|newsletter|log ?in|sign ?(?:in|up)|skip to|read more|learn more|your browser|captcha|datenschutz|impressum|mentions légales)\b|©|^\W*$|[{}<>\\|]|https?:|www\./i
const leastWords = 4
const mostWords = 34

/** The sentences of blocks of text that could say something of the business, in order, each once; at most `claims` of at most `claim` characters. */
export function claimsIn(
  blocks: readonly string[],
  known: readonly string[],
  bounds: { claim: number; claims: number },
): string[] {
  const seen = new Set(known.map(keyOf))
  const claims: string[] = []
  for (const block of blocks) {
    for (const sentence of block.split(/(?<=[.!?…])\s+(?=[\p{Lu}\p{N}"“'‘])|(?<=[。！？])/u)) {
      const claim = sentence.trim()
      const key = keyOf(claim)
      const words = claim.split(' ').length
      const spaced = words >= leastWords && words <= mostWords
      const unspaced = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Thai}/u.test(claim) && claim.length >= 10
      if (!(spaced || unspaced) || claim.length > bounds.claim || seen.has(key) || boilerplate.test(claim)) continue
      seen.add(key)
      claims.push(claim)
      if (claims.length === bounds.claims) return claims
    }
  }
  return claims
}

const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
