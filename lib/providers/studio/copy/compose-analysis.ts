import type { Analysis } from '../../../domain/analysis.ts'
import type { AnalysisRequest } from '../../../domain/provider.ts'
export function composeAnalysis({ brief, posts }: AnalysisRequest, seed: string): { analysis: Analysis; said: { part: string; text: string }[] } {
  void seed
  const sentences = brief.business.split(/(?<=[.!?])\s+/)
  const name = brief.business.split(/\s+/).slice(0, 3).join(' ')
  const analysis: Analysis = {
    business: { name, handle: name.toLowerCase().replace(/\W/g, ''), trade: null, place: null, link: null },
    campaignName: name, summary: sentences[0] ?? name, audience: brief.audience ?? 'People nearby', valuePropositions: sentences.slice(0, 3),
    voice: { do: ['Short sentences'], dont: ['Exclamation marks'] }, themes: [],
    visualDirection: { palette: { ground: '#f6e7cf', surface: '#fffaf0', ink: '#3d1508', accent: '#b8502a', onAccent: '#ffffff' }, mood: 'Warm and plain.', motif: 'bread' },
    angles: posts.map(({ index, kind }) => ({ index, title: `Angle ${index}`, message: sentences[index % sentences.length] ?? name, headline: (sentences[index % sentences.length] ?? name).slice(0, 80), picture: 'A table', callToAction: 'Order ahead', facts: [], storyboard: kind === 'text_video' ? { hook: name, proofs: [sentences[0]?.slice(0, 60) ?? name], endCard: name } : null })),
    missing: [], notes: [],
  }
  return { analysis, said: [{ part: 'analysis.summary', text: analysis.summary }, { part: 'analysis.audience', text: analysis.audience }, ...analysis.valuePropositions.map((text) => ({ part: 'analysis.valuePropositions', text: `${text} ` }))] }
}
