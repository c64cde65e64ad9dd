import type { Brief } from '../../../domain/brief.ts'
import { calmed, linkIn, plainText, splitSentences, withoutAddresses } from './clean-brief.ts'
import { detectTrade } from './detect-trade.ts'
import type { Fact, Facts } from './facts.ts'
import { escaped, identityIn } from './read-identity.ts'
import { isEnglish } from './language.ts'
import { missingFacts } from './missing-facts.ts'
import { handleOf, nameFromLink, nameIn, nameInShouting } from './read-name.ts'
import { chipsIn, daysIn } from './read-numbers.ts'
import { isOffer, offerChip, offerPhrase } from './read-offer.ts'
import { audienceOf, placeIn } from './read-people.ts'
import { clausesOf, clipOf, hasVerb, withPlaces } from './read-phrases.ts'
import { partsOf, shortFormOf } from './short-form.ts'
import type { Source } from './source.ts'
import { capital, ended, sameKey, tidied, wordsOf } from './wording.ts'

/** Sentences read closely: enough for thirty posts, and a bound for 10,000 characters of them. */
const mostSentences = 60
const mostFacts = 40

/** Words to the marketer, not to the reader: aims, instructions, labels. */
const meta =
  /^(?:please|goals?|objectives?|campaign|promote|create|write|make (?:it|a|the|sure)|posts?|focus|avoid|target|mention|highlight|emphasi[sz]e|help us|tell people|use (?:a|the|our)|keep (?:it|the tone)|tone)\b|\b(?:we|I)(?:['’]d| would| want| need| hope| aim| wish| plan to|['’]re (?:hoping|looking|trying)| are (?:hoping|looking|trying))\b(?!.*\bso we\b)|\b(?:our|the|this) (?:goal|aim|objective|target audience|campaign|posts?|tone|brief|budget)\b|\bshould (?:feel|sound|be|come across|mention|use|make)\b|\btone of voice\b|^(?:ignore|disregard|forget|pretend|act as|write)\b|\b(?:previous|these|following) instructions\b|\bsystem prompt\b/i
const label =
  /^(?:audience|target audience|offer|tone|tone of voice|objective|goal|website|link|url|name|business|budget|platforms?|hashtags?)\s*:\s*/i
const dependent = /^(?:they|he|she|this|that|these|those|such|therefore|however|otherwise|instead|meanwhile)\b/i
const joiner = /^(?:and|but|so|also|plus|besides|because|or|yet)\b,?\s+/i
const imperative =
  /^(?:book|order|pre-?order|call|visit|join|sign up|get in touch|contact|follow|come|try|buy|shop|reserve|register|donate|see|find|ask|email|message|click|download|start|apply|subscribe|drop in|pop in)\b/i
const odd = /[{}[\]<>|\\^~=_]|\S{40,}/

/** Reads what a brief says: its structured fields first, then the text, then its page. Pure; the same brief gives the same facts. Never throws. */
export function readBrief(brief: Source): Facts {
  const raw = plainText(brief.business)
  const english = isEnglish(brief.language, raw)
  const calm = english ? calmed(raw) : raw
  const text = english && !/\p{Ll} \p{Lu}/u.test(calm) ? withPlaces(calm) : calm
  const link = brief.website ?? linkIn(text)
  const { name: pageName = null, sentences: pageSentences = [], colours = [] } = brief.page ?? {}
  const own = splitSentences(withoutAddresses(text)).slice(0, mostSentences)
  const sentences = [...own, ...pageSentences]
  const whole = [text, ...pageSentences].join('\n')
  const shouted = calm !== raw
  const named = shouted ? nameInShouting(own) : nameIn(own)
  const speak = (all: readonly string[]): string[] =>
    all
      .filter((sentence) => !label.test(sentence))
      .map((sentence) => headed(shouted && named ? withName(sentence, named) : sentence))
  const spoken = speak(sentences)
  const name = named ?? pageName ?? nameFromLink(link)
  const names = namesIn(sentences, name)
  const where = placeIn(whole, sentences, name)
  const place = where?.place ?? null
  const identity = english
    ? (identityIn(speak(own), name, names) ?? identityIn(speak(pageSentences), name, names))
    : null
  const field = (value: string | null): string | null =>
    value === null ? null : calmed(plainText(value)).replace(/\s+/g, ' ').trim() || null
  const labelled = (which: RegExp): string | null =>
    own.find((sentence) => which.test(sentence))?.replace(label, '') ?? null
  const offerText = field(brief.offer) ?? labelled(/^offer\s*:/i)
  const all = english
    ? factsOf(
        spoken,
        brief.proofPoints.map((point) => field(point) ?? ''),
        { name, names, identity },
      )
    : []
  const offer = english ? offerOf(offerText, all) : offerText ? plainFact(offerText, 'offer') : null
  const facts: Omit<Facts, 'found' | 'missing'> = {
    english,
    name,
    handle: handleOf(name),
    link,
    place,
    placed: where?.placed ?? 'in',
    audience: audienceOf(field(brief.audience) ?? labelled(/^(?:target )?audience\s*:/i), text, names),
    identity,
    offer,
    all: all
      .filter(
        (fact) =>
          sameKey(fact.text) !== sameKey(offer?.text ?? '') &&
          !(offer && isOffer(fact.text) && isTwin(fact.text, offer.text)) &&
          sameKey(fact.text) !== sameKey(place ?? '') &&
          sameKey(fact.text) !== sameKey(name ?? ''),
      )
      .slice(0, mostFacts),
    calls: english ? callsIn(speak(own)) : [],
    voice: firstPerson(text),
    trade: detectTrade(`${whole}\n${brief.proofPoints.join('\n')}`, identity),
    names,
    colours,
    sentences: [...new Set([...sentences, ...brief.proofPoints.map((point) => ended(plainText(point).trim()))])],
  }
  return {
    ...facts,
    found: foundIn(facts, whole, brief),
    missing: missingFacts(brief, facts, `${whole}\n${brief.offer ?? ''}\n${brief.proofPoints.join('\n')}`),
  }
}

/** A sentence without its heading: "New product launch: our bottle glows" is "Our bottle glows". */
function headed(sentence: string): string {
  const rest = /^(?:[\p{L}-]+\s){0,3}[\p{L}-]+:\s+(.{12,})$/u.exec(sentence)?.[1]
  return rest && /^(?:we|our|it|the|I|my|a|an)\b/i.test(rest) && hasVerb(rest) ? capital(rest) : sentence
}

/** The name in its own capitals, in a sentence that came all in capitals. */
const withName = (sentence: string, name: string): string => sentence.replace(new RegExp(escaped(name), 'gi'), name)

const firstPerson = (text: string): 'we' | 'I' => {
  const own = text.match(/\b(?:I|my|me|I['’]\p{L}+)\b/gu)?.length ?? 0
  const ours = text.match(/\b(?:we|our|us)\b/giu)?.length ?? 0
  return own > ours ? 'I' : 'we'
}

/** Capitalised words that do not only open sentences. */
function namesIn(sentences: readonly string[], name: string | null): Set<string> {
  const found = new Set<string>((name ?? '').split(/\s+/).filter((word) => /^\p{Lu}/u.test(word)))
  for (const sentence of sentences) {
    for (const match of sentence.matchAll(/(?<=[\p{L}\p{N},;]\s)\p{Lu}[\p{L}\p{N}'’-]*/gu))
      found.add(match[0].replace(/['’]s$/, ''))
  }
  return found
}

type Known = { name: string | null; names: ReadonlySet<string>; identity: string | null }

function factsOf(sentences: readonly string[], proofs: readonly string[], known: Known): Fact[] {
  const list: Fact[] = []
  const seen = new Set<string>()
  const add = (fact: Fact): void => {
    const key = sameKey(fact.text)
    if (key === '' || seen.has(key)) return
    seen.add(key)
    const twin = list.find((other) => isTwin(other.text, fact.text))
    if (!twin) {
      list.push(fact)
      return
    }
    if (hasVerb(fact.text) && !hasVerb(twin.text))
      Object.assign(twin, {
        full: fact.full ?? twin.full,
        clause: fact.clause ?? twin.clause,
        clip: twin.clip ?? fact.clip,
      })
  }
  for (const proof of proofs) if (proof !== '') add(factOf(proof, 'proof', known))
  for (const sentence of sentences) {
    if (meta.test(sentence) || sentence.endsWith('?')) continue
    for (const piece of clausesOf(sentence)) {
      const text = piece.replace(joiner, '')
      const last = list.at(-1)
      // "It" is the business only right after a sentence about the business.
      const about =
        known.name !== null &&
        /^it\b/i.test(text) &&
        (last === undefined || new RegExp(`^(?:${escaped(known.name)}|it)\\b`, 'i').test(last.text))
      if (
        (dependent.test(text) || (/^it['’]?s?\s/i.test(text) && !about && !/^it (?:is|takes|costs) /i.test(text))) &&
        last?.from === 'business'
      ) {
        const both = `${last.full ?? ''} ${ended(capital(text))}`
        if (last.full && both.split(' ').length <= 36) last.full = both
        continue
      }
      if (imperative.test(text) && !isOffer(text) && chipsIn(text).length === 0) continue
      add(factOf(text, 'business', known))
    }
    if (list.length >= mostFacts) break
  }
  const told = list.filter((fact) => fact.full !== null || fact.clip !== null)
  return [...told, ...told.flatMap((fact) => partsIn(fact, known))]
}

/** Parts of a long sentence that can stand alone: told as phrases, beside other sentences. */
const partsIn = (fact: Fact, known: Known): Fact[] =>
  partsOf(fact.text).map((part) => {
    const own = factOf(part, fact.from, known)
    return hasVerb(part)
      ? { ...own, full: null, clause: own.clause ?? part }
      : { ...own, full: null, clip: part, clause: null }
  })

/** One clause in its forms. "It" becomes the name; what is too long or too odd to publish keeps only its phrase. */
function factOf(text: string, from: Fact['from'], { name, identity }: Known): Fact {
  const own = name ? text.replace(/^it\b(?=['’]?s?\s)/i, (it) => (/^it['’]s/i.test(text) ? it : name)) : text
  const spoken = own.replace(/^(?:at|here at) [^,]{2,48},\s+(?=we\b)/i, '')
  const words = spoken.split(/\s+/).length
  const publishable =
    !odd.test(spoken) &&
    words >= 2 &&
    words <= 34 &&
    spoken.length <= 220 &&
    !(/^it\b/i.test(spoken) && !/^it (?:is|takes|costs)\b/i.test(spoken))
  const full = publishable ? ended(capital(tidiedEnd(spoken))) : null
  const isIdentity = identity !== null && sameKey(spoken).includes(sameKey(identity))
  const bare = spoken.replace(/[.!?]+$/, '')
  const ours = name !== null && bare.startsWith(name)
  const clip = odd.test(spoken) || isIdentity ? null : ((ours ? null : shortFormOf(bare)) ?? clipOf(bare))
  const clause =
    full !== null && !isIdentity && !ours && words <= 9 && hasVerb(spoken) && !/[.!?:;]\s/.test(full)
      ? tidiedEnd(spoken.replace(/[.!?]+$/, ''))
      : null
  return { text: text.replace(/[.!?]+$/, ''), full, clip, clause, chips: chipsIn(text), from }
}

const content = (text: string): Set<string> =>
  new Set(wordsOf(text).flatMap((word) => (/\d/.test(word) ? [word] : word.length > 3 ? [word.slice(0, 5)] : [])))

/** Whether two facts say the same: nearly all words that matter in the shorter stand in the longer. */
function isTwin(a: string, b: string): boolean {
  const [short, long] = [content(a), content(b)].toSorted((x, y) => x.size - y.size)
  if (!short || !long || short.size < 2) return false
  return [...short].filter((word) => long.has(word)).length / short.size >= 0.8
}

const tidiedEnd = (text: string): string => text.replace(/[\s,;:–—-]+$/u, '').trim()

const plainFact = (text: string, from: Fact['from']): Fact => ({
  text,
  full: ended(capital(tidiedEnd(text))),
  clip: null,
  clause: null,
  chips: chipsIn(text),
  from,
})

/** The offer from its field, else the first fact that makes one. */
function offerOf(field: string | null, all: readonly Fact[]): Fact | null {
  if (field) {
    const first = splitSentences(field)[0] ?? field
    const fact = plainFact(first.replace(/[.!?]+$/, ''), 'offer')
    return {
      ...fact,
      full: odd.test(first) || first.length > 200 ? null : fact.full,
      clip: odd.test(first) ? null : offerPhrase(fact),
    }
  }
  const found = all.find((fact) => isOffer(fact.text) && fact.full !== null && fact.text.split(' ').length <= 22)
  return found ? { ...found, from: 'offer', clip: offerPhrase(found) } : null
}

/** "Book online", "Order by Thursday": short and the brief's own. */
function callsIn(sentences: readonly string[]): string[] {
  return sentences
    .map((sentence) => tidied(sentence))
    .filter(
      (one) =>
        imperative.test(one) &&
        !/\d/.test(one) &&
        !isOffer(one) &&
        !meta.test(one) &&
        one.split(' ').length >= 2 &&
        one.split(' ').length <= 8 &&
        !odd.test(one) &&
        !/[,;:]/.test(one),
    )
}

function foundIn(facts: Omit<Facts, 'found' | 'missing'>, text: string, brief: Brief): string[] {
  const chips = [...new Set([...chipsIn(text), ...brief.proofPoints.flatMap((point) => chipsIn(point))])]
  const offer = offerChip(brief.offer ?? '') ?? offerChip(text)
  const outside = chips.filter((chip) => !offer || !offer.includes(chip))
  const list = [
    ...outside.slice(0, 5),
    offer,
    ...daysIn(text).slice(0, 2),
    facts.place,
    ...(facts.link ? [hostOf(facts.link)] : []),
  ]
  return [...new Set(list.filter((one): one is string => one !== null && one.length > 1))].slice(0, 9)
}

/** Host and path without scheme, as people read it. */
export const hostOf = (link: string): string => link.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, '')
