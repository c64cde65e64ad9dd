import type { Brief } from '../../../domain/brief.ts'
import { daysIn } from './read-numbers.ts'
import { hasEnd } from './read-offer.ts'
import type { Facts } from './facts.ts'

const dated =
  /\b\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December)|(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d|\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b/
const wherePeopleAct: Record<Facts['trade']['action'], string> = {
  order: 'Where do people order?',
  book: 'Where do people book?',
  visit: 'Where can people read more?',
  try: 'Where do people start a trial?',
  enquire: 'How do people reach you?',
  join: 'Where do people join?',
  give: 'Where do people give or sign up?',
}

/** What the brief leaves open and what a post would do with it, most useful first, at most five. */
export function missingFacts(
  brief: Brief,
  facts: Omit<Facts, 'found' | 'missing'>,
  text: string,
): { fact: string; why: string }[] {
  const list: { fact: string; why: string }[] = []
  const add = (when: boolean, fact: string, why: string): void => {
    if (when) list.push({ fact, why })
  }
  const chips = facts.all.flatMap((fact) => fact.chips)
  const { trade, offer } = facts
  const priced = /[£$€]|\b\d+\s?(?:euros?|pounds?|dollars?|EUR|GBP|USD)\b/.test(text)
  const selling = brief.objective === 'sales' || brief.objective === 'launch'
  add(facts.link === null, wherePeopleAct[trade.action], 'Every post would end with this link.')
  add(facts.name === null, 'What is the business called?', 'Without a name the posts can only say “we”.')
  add(
    facts.all.length < 3,
    'What do you do differently, in two or three facts?',
    'Each post would stand on a fact of its own.',
  )
  add(
    brief.objective === 'event' && !dated.test(text),
    'When does it take place?',
    'With a date, people can put it in their diary.',
  )
  add(
    offer !== null && !hasEnd(offer.text) && !dated.test(offer.text),
    'When does the offer end?',
    daysIn(offer?.text ?? '')[0]
      ? `Open, so posts will say “${daysIn(offer?.text ?? '')[0]}”.`
      : 'Open, so posts will name no date.',
  )
  add(offer === null && brief.objective === 'sales', 'Is there an offer?', 'One post would lead with it.')
  add(facts.audience === null, 'Who is it for?', 'A post can then speak to them by name.')
  add(facts.place === null && trade.local, 'Where are you?', 'Local posts and hashtags need a place.')
  add(
    chips.length === 0,
    'Which number proves it?',
    'Hours, years, distances: one true figure makes the strongest headline.',
  )
  add(selling && !priced && trade.action === 'order', 'What does it cost?', 'With a price, the posts can name it.')
  return list.slice(0, 5)
}
