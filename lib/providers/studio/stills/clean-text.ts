import type { Face } from './faces.ts'
import { canDraw } from './shape-text.ts'

/** Written twins of characters that fonts tend to lack. */
const twins = new Map([
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2015', '—'],
  ['\u2032', '’'],
  ['\u2033', '”'],
  ['\u2047', '??'],
  ['\u29f8', '/'],
  ['\uff5e', '~'],
])

const withoutMarks = (character: string): string => character.normalize('NFD').replace(/\p{M}/gu, '')

/**
 * Text as a face can draw it: composed (NFC), controls and invisible marks out, white space to single spaces, unknown characters replaced by
 * their plain twin or base letter, what is left unknown dropped. May be empty.
 */
export function cleanText(text: string, face: Face): string {
  const composed = text
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\ufe0e\ufe0f\u20e3]/gu, '')
    .replace(/[\u{1f3fb}-\u{1f3ff}]/gu, '')
  let drawn = ''
  let dropped = false
  for (const character of composed) {
    if (character === ' ' || canDraw(face, character)) drawn += character
    else {
      const options = [
        twins.get(character),
        character.normalize('NFKC'),
        withoutMarks(character),
        withoutMarks(character.normalize('NFKC')),
      ]
      const option = options.find(
        (text) => text !== undefined && text !== '' && Array.from(text).every((part) => canDraw(face, part)),
      )
      if (option === undefined) dropped = true
      drawn += option ?? ''
    }
  }
  if (dropped) drawn = drawn.replace(/\s+([,.;:!?…)\]])/gu, '$1').replace(/\(\s*\)|\[\s*\]|“\s*”|"\s*"|«\s*»/gu, '')
  return drawn.replace(/\s+/gu, ' ').trim()
}

/** At most `most` characters, ending at a word with an ellipsis when something was left out. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const part = text.slice(0, most - 1)
  const end = part.lastIndexOf(' ')
  return `${(end > most / 2 ? part.slice(0, end) : part).replace(/[\s,;:–—-]+$/u, '')}…`
}

/** True when a text still says something: a letter or a digit. */
export function says(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}
