import type { Analysis, Angle } from '../../../domain/analysis.ts'
import type { Brief } from '../../../domain/brief.ts'
import type { AnalysisRequest } from '../../../domain/provider.ts'
import { choosePalette } from './choose-palette.ts'
import { hostOf } from './read-brief.ts'
import type { Fact, Facts } from './facts.ts'
import { notesOn } from './notes.ts'
import { ownAngle, ownSentences } from './own-words.ts'
import { planFor } from './plan-campaign.ts'
import { sourceNotes, sourceOf } from './source.ts'
import type { Topic } from './topic.ts'
import { capital, ended, hashOf, listed, lowered, shortened } from './wording.ts'

type SaidPart = { part: string; text: string }

/**
 * The analysis of a brief and, in `said`, the same as pieces in the order in which they are composed; the pieces of one part joined read as
 * its text. Deterministic for (request, seed). Never throws.
 */
export function composeAnalysis(request: AnalysisRequest, seed: string): { analysis: Analysis; said: SaidPart[] } {
  const { posts, website, uploads } = request
  const brief = sourceOf(request.brief, website, uploads)
  const plan = planFor(brief, seed)
  const { facts } = plan
  const angles = posts.map((slot): Angle => {
    const topic = plan.topics[slot.index - 1]
    return facts.english && topic
      ? angleOf(topic, facts, slot.kind === 'text_video')
      : ownAngle(brief, facts, slot.index, slot.kind)
  })
  const summary = facts.english ? summaryOf(brief, facts) : ownSentences(facts).slice(0, 2)
  const audience = audienceText(facts)
  const values = facts.english ? valuesOf(facts) : ownSentences(facts).slice(0, 4)
  const voice = voiceOf(brief, facts)
  const mood = facts.trade.mood
  const { trade } = facts
  const analysis: Analysis = {
    business: {
      name: facts.name ?? 'Your business',
      handle: facts.handle,
      trade: trade.id === 'general' ? null : trade.noun,
      place: facts.place,
      link: facts.link ? hostOf(facts.link) : null,
    },
    campaignName: shortened(brief.name ?? campaignNameOf(brief, facts), 60),
    summary: summary.join(' '),
    audience: audience.join(' '),
    valuePropositions: values,
    voice,
    themes: angles.slice(0, 6).map((angle) => angle.title),
    visualDirection: {
      palette: choosePalette(facts),
      mood: `${mood}.`,
      motif: trade.motifs[hashOf(facts.name ?? brief.business) % trade.motifs.length] ?? 'sparkles',
    },
    angles,
    missing: facts.missing,
    notes: [...notesOn(brief, facts), ...sourceNotes(brief, website, uploads)],
  }
  return { analysis, said: saidOf(analysis, summary, audience) }
}

/** Pieces with the space that belongs between them. */
function saidOf(analysis: Analysis, summary: readonly string[], audience: readonly string[]): SaidPart[] {
  const pieces = (part: string, texts: readonly string[], between: string): SaidPart[] =>
    texts.map((text, at) => ({ part: `analysis.${part}`, text: at < texts.length - 1 ? text + between : text }))
  const { voice, visualDirection, angles } = analysis
  return [
    ...pieces('summary', summary, ' '),
    ...pieces('audience', audience, ' '),
    ...pieces('valuePropositions', analysis.valuePropositions, '\n'),
    ...pieces('voice', [`Do: ${voice.do.join(' ')}`, `Don’t: ${voice.dont.join(', ')}.`], '\n'),
    ...pieces('mood', [visualDirection.mood], ' '),
    ...pieces(
      'angles',
      angles.map((angle) => angle.title),
      '\n',
    ),
  ].filter((piece) => piece.text !== '')
}

function summaryOf(brief: Brief, facts: Facts): string[] {
  const own = facts.all.find((fact) =>
    facts.name !== null
      ? fact.text.startsWith(facts.name)
      : facts.identity !== null && fact.text.includes(facts.identity),
  )
  const first =
    facts.identity && facts.name
      ? `${facts.name} is ${facts.identity}.`
      : ((own ?? facts.all[0])?.full ?? 'The brief gives nothing that can be quoted.')
  const chips = [...new Set(facts.all.flatMap((fact) => fact.chips))].slice(0, 3)
  const strong = facts.all.filter((fact) => fact.clip !== null && fact.full !== first).slice(0, 2)
  const basis =
    chips.length > 1
      ? `Its strongest figures are ${listed(chips)}.`
      : strong.length > 0
        ? `What sets the tone: ${listed(strong.map((fact) => lowered(fact.clip ?? '', facts.names)))}.`
        : ''
  return [first, basis, aims[brief.objective]].filter((one) => one !== '')
}

const aims: Record<Brief['objective'], string> = {
  awareness: 'The posts introduce it, one fact at a time.',
  launch: 'The posts say what is new, one fact at a time.',
  leads: 'The posts give people a reason to ask.',
  sales: 'The posts lead to a purchase, one reason at a time.',
  event: 'The posts lead to one date, one reason at a time.',
  retention: 'The posts remind people why they came in the first place.',
}

function audienceText(facts: Facts): string[] {
  if (facts.audience) return [ended(capital(facts.audience.full))]
  if (!facts.english) return []
  return facts.place && facts.trade.local
    ? [`People in and around ${facts.place}.`, 'The brief names no one more closely.']
    : ['The brief does not say who it is for.']
}

function valuesOf(facts: Facts): string[] {
  const told = facts.all.filter((fact) => fact.full !== null).map((fact) => fact.full ?? '')
  const list = [...told, facts.offer?.full ?? ''].filter((one) => one !== '' && one.length <= 200)
  return list.slice(0, 5)
}

function voiceOf(brief: Brief, facts: Facts): Analysis['voice'] {
  const tone = brief.tone ? [ended(capital(shortened(brief.tone.replace(/\s+/g, ' ').trim(), 120)))] : []
  const chips = facts.all.flatMap((fact) => fact.chips).slice(0, 1)
  const numbers = chips.length > 0 ? `Numbers over adjectives: ${chips.join('')}.` : 'Plain words over adjectives.'
  return {
    do: [...tone, 'Short sentences.', numbers],
    dont: [...facts.trade.dont, 'exclamation marks', 'claims the brief does not make'].map((one, at) =>
      at === 0 ? capital(one) : one.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase()),
    ),
  }
}

const asking: ReadonlySet<Brief['objective']> = new Set(['sales', 'leads'])

/** Two to five words. */
function campaignNameOf(brief: Brief, facts: Facts): string {
  const name = facts.name && facts.name.split(' ').length <= 5 ? facts.name : null
  if (!facts.english)
    return (
      name ??
      shortened(
        (facts.sentences[0] ?? 'Campaign')
          .split(' ')
          .slice(0, 4)
          .join(' ')
          .replace(/[\p{P}]+$/u, ''),
        40,
      )
    )
  if (!name) return `${capital(facts.trade.noun)} ${brief.objective}`
  const asked: Record<Facts['trade']['action'], string> = {
    order: 'Order from',
    book: 'Book with',
    visit: 'Visit',
    try: 'Try',
    enquire: 'Talk to',
    join: 'Join',
    give: 'Support',
  }
  const openings: Record<Brief['objective'], string> = {
    awareness: 'Meet',
    launch: 'New:',
    leads: asked[facts.trade.action],
    sales: asked[facts.trade.action],
    event: 'See you at',
    retention: 'Back to',
  }
  const opening = facts.trade.id === 'general' && asking.has(brief.objective) ? 'Meet' : openings[brief.objective]
  const whole = `${opening} ${name}`
  return whole.split(' ').length <= 5 ? whole : name
}

function angleOf(topic: Topic, facts: Facts, film: boolean): Angle {
  const { lead, support } = topic
  const own: (Fact | null)[] = [lead, ...support, topic.more]
  const base = own.filter((fact) => fact !== null).map((fact) => fact.text)
  const more =
    topic.about === 'identity'
      ? facts.identity
      : topic.about === 'place'
        ? facts.place
        : topic.about === 'audience'
          ? facts.audience?.full
          : null
  const message = lead?.full ?? topic.moment.hook
  return {
    index: topic.index,
    title: topic.title,
    message,
    headline: topic.headline,
    picture: topic.picture,
    callToAction: topic.call,
    facts: [...base, ...(more && base.length < 3 ? [more] : [])],
    storyboard: film ? storyboardOf(topic, facts) : null,
  }
}

const card = 58

function storyboardOf(topic: Topic, facts: Facts): NonNullable<Angle['storyboard']> {
  const hook =
    [topic.headline, topic.moment.hook.replace(/\.$/, ''), topic.moment.title].find((one) => one.length <= card) ??
    shortened(topic.headline, card)
  const lines = [...topic.support, topic.lead, ...facts.all].flatMap((fact) =>
    fact === null
      ? []
      : fact.clip
        ? [fact.clip]
        : fact.full && fact.full.length <= card
          ? [fact.full.replace(/\.$/, '')]
          : [],
  )
  const proofs = [...new Set(lines.map(capital))].filter((line) => line !== hook && line.length <= card).slice(0, 3)
  const place =
    facts.link && `${topic.call}: ${hostOf(facts.link)}`.length <= card
      ? `${topic.call}: ${hostOf(facts.link)}`
      : topic.call
  return {
    hook,
    proofs: proofs.length > 0 ? proofs : [shortened(topic.moment.turn, card)],
    endCard: facts.offer?.clip ? shortened(capital(facts.offer.clip), card) : shortened(place, card),
  }
}
