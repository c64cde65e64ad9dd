/** What people ask of a business: decides the words of the last line. */
export type Action = 'order' | 'book' | 'visit' | 'try' | 'enquire' | 'join' | 'give'

/**
 * A human situation around a trade, in two sentences that are true of life and claim nothing about the business. `title` has two to four
 * words. No numbers, no names, no words spelled differently in Britain and America.
 */
export type Moment = { title: string; hook: string; turn: string }

/** What the studio brings to a trade besides the brief's own facts. */
export type Trade = {
  id: string
  /** Singular noun: "bakery". */
  noun: string
  /** Lower-case words and word beginnings with their weight; a beginning ends with `*`. */
  keywords: Record<string, number>
  action: Action
  /** What people order, book or ask for, as it stands after the verb: "your table", "a quote". Default: by action. */
  thing?: string
  /** People come to it: place and hours matter. */
  local: boolean
  hashtags: string[]
  palettes: PaletteName[]
  mood: string
  motifs: string[]
  pictures: string[]
  moments: Moment[]
  /** Open questions to readers. */
  questions: string[]
  /** Words and claims this trade should stay away from. */
  dont: string[]
}

export type PaletteName =
  | 'wheat'
  | 'espresso'
  | 'tomato'
  | 'forest'
  | 'sage'
  | 'ocean'
  | 'harbour'
  | 'ink'
  | 'violet'
  | 'rose'
  | 'clay'
  | 'sun'
  | 'slate'
  | 'mint'
  | 'plum'
  | 'night'
