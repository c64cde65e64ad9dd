import { claimsIn } from '../domain/claims.ts'
import { clean } from '../domain/brief.ts'
import { plain, withoutUnseen } from '../domain/plain-text.ts'
import { uploadBounds as bounds } from '../domain/upload.ts'
import { isNoClaim } from './not-a-claim.ts'

/** Sentences that are looked at; more make no better choice. */
const mostLooked = 400
/** A line that leads: a heading of Markdown's, or one with the dots of a table of contents. */
const leads = /^\s*#{1,6}\s|(?:\. ?){4,}/
/** A line this long was broken by the page, not by its writer. */
const fullLine = 45

/** Signs without a space that no word and no address is made of: what reads the text later would take long over them. */
const endless = /([\x21-\x7e]{300})[\x21-\x7e]+/g
/** Text that is looked at; its beginning says what a product or a brand is. Characters. */
const mostCharacters = 200_000

/** Text of a file as it is kept, its sentences that say most, and whether there was more. */
export function wordsOf(raw: string): { text: string; claims: string[]; cut: boolean } {
  const looked = raw.slice(0, mostCharacters).toWellFormed()
  const whole = clean(withoutUnseen(looked).replaceAll('\f', '\n'))
    .normalize('NFC')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(endless, '$1')
    .replace(/\n{3,}/g, '\n\n')
  const text = whole.slice(0, bounds.text).toWellFormed().trim()
  const sentences = claimsIn(blocksOf(whole), [], { claim: bounds.claim, claims: mostLooked })
  return {
    text,
    claims: strongest(sentences.filter((sentence) => !isNoClaim(sentence))),
    cut: looked.length < raw.length || text.length < whole.length,
  }
}

/** Sentences with a figure prove most and come first when there are too many; the order of the file stays. */
function strongest(claims: readonly string[]): string[] {
  const ranked = [...claims.filter((claim) => /\d/.test(claim)), ...claims.filter((claim) => !/\d/.test(claim))]
  const kept = new Set(ranked.slice(0, bounds.claims))
  return claims.filter((claim) => kept.has(claim))
}

/** Lines that belong together, without the signs of lists, headings and links. */
function blocksOf(text: string): string[] {
  const blocks: string[][] = []
  let last = ''
  for (const line of text.split('\n')) {
    if (leads.test(line)) {
      last = ''
      continue
    }
    const bare = line
      .replace(/!\[[^\]]{0,200}\]\([^()\s]{1,500}\)/g, '')
      .replace(/\[([^\]]{1,200})\]\([^()\s]{1,500}\)/g, '$1')
      .replace(/\*\*|__|`/g, '')
    const own = plain(bare.replace(/^\s*(?:[>•·▪►*+–-]+|\d{1,2}[.)])\s+/, ''))
    const isListed = own !== plain(bare)
    const goesOn = !isListed && last !== '' && own !== '' && !/[.!?:;。！？]$/.test(last)
    if (goesOn && (last.length >= fullLine || /^\p{Ll}/u.test(own))) {
      // A word that was broken at the end of its line is whole again.
      const isBroken = /\p{L}-$/u.test(last.slice(-2)) && /^\p{Ll}/u.test(own)
      if (isBroken) blocks.at(-1)?.splice(-1, 1, last.slice(0, -1), own)
      else blocks.at(-1)?.push(' ', own)
    } else if (own !== '') blocks.push([own])
    last = own
  }
  return blocks.map((parts) => parts.join(''))
}
