import type { Moment } from '../data/trades/trade.ts'
import type { Fact } from './facts.ts'

/** How a post is built: the fact first, a situation first, who we are, the offer first, or the people addressed. */
export type Frame = 'fact' | 'moment' | 'intro' | 'offer' | 'audience'

/** What one post will say: decided for the whole campaign at once, so that no two posts say the same. */
export type Topic = {
  index: number
  frame: Frame
  /** Told in a whole sentence, at most once in a campaign. */
  lead: Fact | null
  /** Another whole sentence where a brief has plenty, for platforms with room. */
  more: Fact | null
  /** Told as a phrase. */
  support: Fact[]
  /** Opens the post, or stands by for another version. */
  moment: Moment
  /** Whether the post names the business, its place or its people, to stand on two facts. */
  about: 'identity' | 'place' | 'audience' | null
  title: string
  headline: string
  picture: string
  call: string
}
