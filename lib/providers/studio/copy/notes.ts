import type { Brief } from '../../../domain/brief.ts'
import type { Facts } from './facts.ts'
import { languageName } from './language.ts'
import { ownSentences } from './own-words.ts'

/** What the page says about the limits of this draft. */
export function notesOn(brief: Brief, facts: Facts): string[] {
  const notes: string[] = []
  if (!facts.english) {
    const language = /^en(?:-|$)/i.test(brief.language) ? null : languageName(brief.language)
    notes.push(
      language
        ? `The studio does not write ${language} well: these posts use only the brief’s own sentences.`
        : 'The studio writes English only: these posts use only the brief’s own sentences.',
    )
    const sentences = ownSentences(facts).length
    if (sentences < brief.postCount)
      notes.push(
        `The brief has ${sentences} ${sentences === 1 ? 'sentence' : 'sentences'} for ${brief.postCount} posts: some say the same.`,
      )
    return notes
  }
  const told = facts.all.length + (facts.offer ? 1 : 0)
  if (told < 3)
    notes.push(
      `The brief gives ${told === 0 ? 'no fact that can be quoted' : told === 1 ? 'one fact' : `${told} facts`}: the posts stay short. See what is missing.`,
    )
  return notes
}
