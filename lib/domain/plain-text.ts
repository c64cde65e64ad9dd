import { clean } from './brief.ts'

/** Signs that nobody sees: they hide words inside words, or turn the direction of a line. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu

export const withoutUnseen = (text: string): string => text.replace(unseen, '')

/** Text from outside as one line of visible signs. */
export const plain = (text: string): string => clean(withoutUnseen(text)).normalize('NFC').replace(/\s+/g, ' ').trim()

/** As many whole words as fit; null for nothing. */
export function cut(text: string, most: number): string | null {
  if (text.length <= most) return text === '' ? null : text
  const room = text.slice(0, most).toWellFormed()
  const words = room.slice(0, Math.max(room.lastIndexOf(' '), 0)).trim()
  return words === '' ? room.replace(/\ufffd$/, '') : words
}
