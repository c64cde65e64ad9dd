import nlp from 'compromise/two'
import { tidied } from './wording.ts'

type Token = { text: string; bare: string; tags: ReadonlySet<string> }

/** Words of a sentence with what they are; `text` keeps its punctuation, so that joined tokens are the brief's own words. */
function tokensOf(sentence: string): Token[] {
  const parsed: unknown = nlp(sentence).json({ offset: false })
  if (!Array.isArray(parsed)) return []
  return parsed.flatMap((part: { terms?: { text: string; pre: string; post: string; tags: string[] }[] }) =>
    (part.terms ?? [])
      .filter((term) => term.text !== '')
      .map((term) => ({
        text: term.pre + term.text + term.post,
        bare: term.text.toLowerCase(),
        tags: new Set(term.tags),
      })),
  )
}

const joined = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => token.text)
    .join('')
    .trim()

const isCopula = (token: Token): boolean => /^(?:is|are|was|were)$/.test(token.bare)
const isFinite = (token: Token): boolean =>
  token.tags.has('Verb') &&
  !token.tags.has('Gerund') &&
  (token.tags.has('PresentTense') || token.tags.has('Modal') || isCopula(token))
/** The tagger takes many plural nouns for verbs: not after a preposition, an article or an adjective, not before a comma, not "welcome". */
const isVerbAt = (tokens: readonly Token[], at: number): boolean => {
  const token = tokens[at]
  const previous = tokens[at - 1]
  if (!token || !isFinite(token)) return false
  if (isCopula(token) || token.tags.has('Modal')) return true
  if (/[,;:]\s*$/.test(token.text) || token.bare === 'welcome' || at === tokens.length - 1) return false
  return (
    !previous ||
    !['Preposition', 'Determiner', 'Possessive', 'Adjective', 'Value'].some((tag) => previous.tags.has(tag))
  )
}
const participle =
  /(?:[^e]ed|(?:mad|don|bak|writt|hand-?mad|giv|tak|chos|grow|kept|built|sewn|cut|held|run|sold|taught|sent|made|set|ground|drawn|thrown|woven|shot|fit|fitted|brewed|grown)(?:e|en|n)?)$/
const breaks = /^(?:that|which|who|so|because|but|since|then|instead|rather)$/
/** A phrase cut before one of these would promise more than the brief does. */
const conditions =
  /\b(?:if|unless|when|whenever|where|except|provided|only for|before|after|up to|over|under|only|every|within|on average)\b/i
const times = /^(?:every|each|once|twice)$/
const unclear = /\b(?:her|his|their|its|it|them|they|he|she|this|these|those|that)\b/i
const subjects = /^(?:we|i|it|you|they|there)$/
const determiners = /^(?:the|our|my|all|their|its|your)$/
const negated = /\b(?:not|never|no longer|nothing|nobody|without|[a-z]+n['’]t)\b/i
const giving =
  /^(?:make|bake|sell|offer|serve|use|run|have|has|get|include|provide|teach|brew|roast|grow|build|design|rent|stock|carry|host|keep|give|feature|supply|print|publish|organi[sz]e|cook|press|sew|weave|produce|craft|source|raise|fit|install|plan|create|arrange|bind|carve|throw|blend|bottle|cure|smoke|mill|hold|hire|train|lead|translate|show|play|shoot|write|draw|manufacture|prepare|collect|ferment|age|distil|distill|fire|hand-\p{Ll}+)(?:s|es)?$/u

/** Whether the words have a verb that stands in time: "we open", not "laminated by hand". */
export const hasVerb = (text: string): boolean => {
  const tokens = tokensOf(text)
  return tokens.some(
    (token, at) =>
      at > 0 &&
      (isVerbAt(tokens, at) || (isFinite(token) && /^(?:we|I|you|they|it)$/i.test(tokens[at - 1]?.bare ?? ''))),
  )
}

/** Tokens up to the first break of thought, at most `most` words. Null when that would cut a phrase in the middle. */
function run(tokens: readonly Token[], most: number, strict: boolean): Token[] {
  const dropped = (from: number): boolean =>
    (strict || /\d|%|free/i.test(joined(tokens.slice(0, from)))) && conditions.test(joined(tokens.slice(from)))
  const kept: Token[] = []
  for (const [at, token] of tokens.entries()) {
    if (
      at > 0 &&
      token.bare === 'and' &&
      tokens[at + 1]?.tags.has('PresentTense') &&
      !tokens[at + 1]?.tags.has('Infinitive')
    )
      break
    if (at > 0 && breaks.test(token.bare)) {
      if (dropped(at)) return []
      break
    }
    kept.push(token)
    if (/[,;:–—]\s*$/.test(token.text) && !listGoesOn(tokens, at)) {
      if (dropped(at + 1)) return []
      break
    }
  }
  if (kept.length <= most) return kept
  const found = kept.findLastIndex(
    (token, at) =>
      at >= 2 &&
      at <= most &&
      (token.tags.has('Preposition') || token.tags.has('Conjunction') || /,\s*$/.test(kept[at - 1]?.text ?? '')),
  )
  const pair = kept[found]?.bare === 'to' ? kept.slice(0, found).findLastIndex((token) => token.bare === 'from') : -1
  const stop = pair > 0 ? pair : found
  return stop > 0 && !dropped(stop) ? kept.slice(0, stop) : []
}

/** "mats, blankets and tea": a comma inside a short enumeration is no break. */
const listGoesOn = (tokens: readonly Token[], at: number): boolean =>
  tokens.slice(at + 1, at + 4).some((token) => token.bare === 'and') &&
  !tokens.slice(at + 1, at + 5).some((_, more) => isVerbAt(tokens, at + 1 + more))

function phrase(tokens: readonly Token[], most = 9, strict = true): string | null {
  if (tokens[0]?.tags.has('Preposition')) return null
  const text = tidied(joined(run(tokens, most, strict)))
  const words = text.split(' ')
  if (text === '' || words.length > most + 1 || text.length > 60 || /["“”()[\]{}]/.test(text)) return null
  if (/\s(?:do|does|did|have|has)$/.test(text)) return null
  if (unclear.test(text) || /^(?:in|on|at|by|to|of|from|for|with|about|around|as)\s/i.test(text)) return null
  const first = /,\s/.test(text) && !/\s(?:and|or)\s/.test(text) ? tidied(text.split(/,\s/)[0] ?? '') : text
  if (first !== text && tokens[0]?.tags.has('Verb')) return null
  return first.split(' ').length >= 2 || /\d/.test(first) ? first : null
}

/**
 * A phrase of the sentence without its subject, in the sentence's own words: the object of what is done ("stone-milled flour from farms
 * within 40 miles"), a passive without its verb ("pastry laminated by hand"), or a verbless sentence's head. Null when negated or unclear.
 */
export function clipOf(sentence: string): string | null {
  if (negated.test(sentence) || /^\d+ (?:out of|in) \d+\b/.test(sentence)) return null
  const tokens = tokensOf(sentence)
  const verb = tokens.findIndex((_, at) => at > 0 && isVerbAt(tokens, at))
  if (verb < 0 && /^[^,]*,/.test(sentence) && (sentence.split(/,\s/)[0] ?? '').split(' ').length < 4)
    return sentence.length <= 64 && !/^(?:we|i|you|they|it)\b|["“”()[\]{}]/i.test(sentence) && !unclear.test(sentence)
      ? tidied(sentence)
      : null
  if (verb < 0)
    return /^(?:we|i|you|they|it|he|she)$/.test(tokens[0]?.bare ?? '') ||
      /\b(?:has|have|had) (?:been|\w+(?:ed|en|nt|ght|ade|one))\b/i.test(sentence)
      ? null
      : phrase(tokens, 9, false)
  const subject = tokens.slice(0, verb).filter((token) => !token.tags.has('Adverb') || token.tags.has('Value'))
  const rest = tokens.slice(verb + 1)
  const here = tokens[verb]
  if (/\b(?:has|have|had) (?:been|\w+(?:ed|en|nt|ght|ade|one))\b/i.test(sentence)) return null
  const first = subject[0]
  if (!here || !first || subject.some((token) => breaks.test(token.bare))) return null
  if (isCopula(here)) return besideCopula(subject, rest)
  if (subject.length > 6 || here.tags.has('Modal')) return null
  const after = rest[0]
  if (
    !after ||
    after.tags.has('Pronoun') ||
    after.bare === 'to' ||
    after.bare === 'and' ||
    first.bare === 'you' ||
    times.test(after.bare) ||
    rest[1]?.bare === 'times'
  )
    return null
  if (
    /^takes?$/.test(here.bare) &&
    after.tags.has('Value') &&
    subject.length <= 3 &&
    !/^(?:each|every)$/.test(first.bare)
  )
    return phrase([...subject, { ...here, text: 'in ', bare: 'in' }, ...upTo(rest, 'and')].map(spaced), 7)
  if (after.tags.has('Preposition')) return null
  if (!giving.test(here.bare)) return null
  if (
    after.tags.has('Adverb') &&
    !after.tags.has('Value') &&
    !(rest[1]?.tags.has('PastTense') || rest[1]?.tags.has('Adjective'))
  )
    return null
  const object = here.bare.startsWith('teach') ? upTo(rest, 'to') : rest
  return phrase(determiners.test(after.bare) && !joined(object).includes(', the') ? object.slice(1) : object)
}

const upTo = (tokens: readonly Token[], word: string): Token[] => {
  const at = tokens.findIndex((token) => token.bare === word)
  return at < 0 ? [...tokens] : tokens.slice(0, at)
}

function besideCopula(subject: readonly Token[], rest: readonly Token[]): string | null {
  const first = subject[0]
  const said = rest.filter((token, at) => !(at < 2 && /^(?:also|all|always|both)$/.test(token.bare)))
  const next = said[0]
  if (!first || !next) return null
  if (first.bare === 'there') return phrase(said)
  if (subjects.test(first.bare)) return null
  const core = determiners.test(first.bare) ? subject.slice(1) : subject
  if (core.length === 0 || core.length > 6) return null
  if (said.length < rest.length) return null
  if (participle.test(next.bare) && !next.tags.has('Determiner') && !said[1]?.tags.has('Noun'))
    return longer(phrase([...core, { ...next, text: ` ${next.text}` }, ...said.slice(1)].map(spaced), 9))
  if (said.length === 1 && next.tags.has('Adjective') && core.length <= 2)
    return tidied(`${next.text.trim()} ${joined(core)}`.toLowerCase())
  return null
}

/** "Paper recycled" alone is half a thought. */
const longer = (text: string | null): string | null => (text !== null && text.split(' ').length >= 3 ? text : null)

const spaced = (token: Token): Token => ({
  ...token,
  text: token.text.endsWith(' ') ? token.text : token.text.endsWith('-') ? token.text : `${token.text} `,
})

const isPlaceName = (word: string): boolean => nlp(word).terms().has('#Place')

/** Town and country names in a text without capitals get theirs, after a word that leads to a place. */
export const withPlaces = (text: string): string =>
  text.replace(/\b(in|near|around|from)\s(\p{Ll}[\p{L}-]{2,})/gu, (whole, before: string, word: string) => {
    const raised = word.charAt(0).toLocaleUpperCase('en') + word.slice(1)
    return isPlaceName(raised) ? `${before} ${raised}` : whole
  })

const joint = /(?:;|\s+–|\s+—|,?\s+and|,)\s+(?=(?:we|our|I|my|you|there (?:is|are)|every|all)\s)/u

/** Clauses that can stand alone: "Pastry is laminated by hand and we open at 6 am" is two. */
export function clausesOf(sentence: string): string[] {
  const found: string[] = []
  let rest = sentence
  for (;;) {
    const cut = joint.exec(rest)
    if (!cut) break
    const left = rest.slice(0, cut.index)
    const right = rest.slice(cut.index + cut[0].length)
    const strong = /^(?:we|our|I|my|there)\s/.test(right)
    if (
      left.split(' ').length < 2 ||
      /^(?:send|bring|tell|call|write|come|ask|give|show|choose|pick|book|order|drop)\b/i.test(left) ||
      !strong ||
      !hasVerb(right) ||
      /\b(?:it|them|they|this|that)\b/i.test(right) ||
      /^(?:when|if|while|because|as|since|after|before|although|once|for|in|on|at|from|with)\b/i.test(left)
    )
      break
    found.push(left)
    rest = right
  }
  return [...found, rest].map((clause) => clause.trim()).filter((clause) => clause !== '')
}
