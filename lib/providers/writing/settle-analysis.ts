import type { AnalysisAnswer } from './analysis-answer.ts'
import { straysIn, withoutStrays, type Sources } from './strays.ts'

/** Every text of an answer, with where it stands. */
function textsIn({ visualDirection, angles, business, voice, ...rest }: AnalysisAnswer): [at: string, text: string][] {
  return [
    ['summary', rest.summary],
    ['audience', rest.audience],
    ['campaignName', rest.campaignName],
    ['business.name', business.name],
    ['business.place', business.place ?? ''],
    ['business.trade', business.trade ?? ''],
    ['visualDirection.mood', visualDirection.mood],
    ...rest.valuePropositions.map((text): [string, string] => ['valuePropositions', text]),
    ...[...voice.do, ...voice.dont].map((text): [string, string] => ['voice', text]),
    ...rest.themes.map((text): [string, string] => ['themes', text]),
    ...angles.flatMap(({ title, message, headline, picture, callToAction, facts, storyboard }) =>
      [title, message, headline, picture, callToAction, ...facts, ...linesOf(storyboard)].map(
        (text): [string, string] => ['angles', text],
      ),
    ),
  ]
}

type Angle = AnalysisAnswer['angles'][number]

const linesOf = (board: Angle['storyboard']): string[] => (board ? [board.hook, ...board.proofs, board.endCard] : [])

/** One sentence for what an answer names and no source does. */
export function strayProblems(answer: AnalysisAnswer, sources: Sources): string[] {
  const problems = [...textsIn(answer), ...named(answer)].flatMap(([at, text]) =>
    straysIn(text, sources).map((stray) => strayProblem(at, stray)),
  )
  return [...new Set(problems)].slice(0, 10)
}

export const strayProblem = (at: string, stray: string): string =>
  `${at}: “${stray}” stands neither in the brief nor on its website nor in its files. Leave it out.`

/** A name on its own opens a sentence; behind a word it does not. */
const named = ({ business, campaignName, angles }: AnalysisAnswer): [string, string][] => [
  ['business.name', `by ${business.name}`],
  ['business.place', `in ${business.place ?? ''}`],
  ['campaignName', campaignName],
  ...angles.map(({ callToAction }): [string, string] => ['angles', callToAction]),
]

/** The answer without what no source names: sentences and entries go; what cannot go is said by what is left. */
export function withSourcesOnly(answer: AnalysisAnswer, sources: Sources, known: string | null): AnalysisAnswer {
  const stands = (text: string): boolean => straysIn(text, sources).length === 0
  const kept = (text: string, instead: string): string => withoutStrays(text, sources) || instead
  const { business, visualDirection, voice } = answer
  const name = stands(`by ${business.name}`) ? business.name : (known ?? 'Your business')
  return {
    ...answer,
    summary: kept(answer.summary, `${name}.`),
    audience: kept(answer.audience, ''),
    valuePropositions: answer.valuePropositions.filter(stands),
    voice: { do: voice.do.filter(stands), dont: voice.dont.filter(stands) },
    visualDirection: { ...visualDirection, mood: kept(visualDirection.mood, '') },
    themes: answer.themes.filter(stands),
    campaignName: stands(answer.campaignName) ? answer.campaignName : name,
    business: {
      ...business,
      name,
      trade: business.trade !== null && stands(business.trade) ? business.trade : null,
      place: business.place !== null && stands(`in ${business.place}`) ? business.place : null,
    },
    missing: answer.missing.filter(({ fact, why }) => stands(fact) && stands(why)),
    angles: answer.angles.map((angle) => settled(angle, name, stands)),
  }
}

function settled(angle: Angle, name: string, stands: (text: string) => boolean): Angle {
  const facts = angle.facts.filter(stands)
  const title = stands(angle.title) ? angle.title : `Post ${angle.index}`
  const message = stands(angle.message) ? angle.message : (facts[0] ?? name)
  const headline = stands(angle.headline) ? angle.headline : message.slice(0, 90).padEnd(4, '…')
  const card = (text: string, instead: string): string => (stands(text) ? text : instead.slice(0, 58))
  const board = angle.storyboard
  const proofs = board?.proofs.filter(stands) ?? []
  return {
    ...angle,
    facts,
    title,
    message,
    headline,
    picture: stands(angle.picture) ? angle.picture : '',
    callToAction: stands(angle.callToAction) ? angle.callToAction : '',
    storyboard: board && {
      hook: card(board.hook, headline),
      proofs: proofs.length > 0 ? proofs : [card(message, name)],
      endCard: card(board.endCard, name),
    },
  }
}
