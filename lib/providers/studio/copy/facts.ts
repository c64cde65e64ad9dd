import type { Trade } from '../data/trades/trade.ts'

/** One thing the brief says, in the forms in which a post may repeat it. */
export type Fact = {
  /** As it stands in the brief. */
  text: string
  /** A whole sentence fit to publish; null when the words only carry a phrase. */
  full: string | null
  /** Two to eight words of the brief without their subject ("pastry laminated by hand"); null when none can be cut cleanly. */
  clip: string | null
  /** The sentence itself when it is short enough to stand after a colon, without its full stop. */
  clause: string | null
  /** Numbers with what they count ("36 hours"). */
  chips: string[]
  from: 'business' | 'proof' | 'offer'
}

/** What the studio knows of a business: every word of it stands in the brief or on its page. */
export type Facts = {
  english: boolean
  name: string | null
  handle: string
  /** The address as it may be opened. */
  link: string | null
  place: string | null
  /** How the brief leads to the place: in Keswick, near Hereford, across Brooklyn. */
  placed: 'in' | 'near' | 'across'
  /** `head` is a plural to speak to ("parents who are separating"), `short` its first words ("parents"). */
  audience: { full: string; head: string | null; short: string | null } | null
  /** "a neighbourhood bakery in Leeds". */
  identity: string | null
  /** The offer as a sentence. */
  offer: Fact | null
  all: Fact[]
  /** What the brief itself asks people to do ("Book online"). */
  calls: string[]
  voice: 'we' | 'I'
  trade: Trade
  /** Words that keep their capital inside a sentence. */
  names: ReadonlySet<string>
  /** Of the page, the strongest first. */
  colours: string[]
  /** The business's own sentences in order, for languages the studio does not write. */
  sentences: string[]
  /** Short chips as the composer shows them. */
  found: string[]
  missing: { fact: string; why: string }[]
}
