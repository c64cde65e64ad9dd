import { findMotif } from '../data/motifs.ts'
import type { StillSpec } from './still-spec.ts'
import { isTemplate, scenes } from './templates.ts'

const sentence = (text: string): string => {
  const trimmed = text.trim()
  return trimmed === '' || /[.!?…]$/u.test(trimmed) ? trimmed : `${trimmed}.`
}

/**
 * What the still shows, for people who do not see it: whose it is, the words in it in reading order, the picture. Says only what the template
 * really shows.
 */
export function altOf(spec: StillSpec): string {
  const motif = findMotif(spec.motif)
  const scene = isTemplate(spec.template) ? scenes[spec.template] : null
  const shown =
    scene === null
      ? 'Large type on a plain colour.'
      : motif === null
        ? 'Geometric shapes in the brand’s colours.'
        : `Picture: ${motif.name} ${scene}.`
  const quoted = /^[“"„«]/u.test(spec.headline.trim()) ? spec.headline.trim() : `“${spec.headline.trim()}”`
  const parts = [
    `${spec.brandName.trim()}: ${quoted}.`,
    spec.sub,
    spec.badge === null ? null : `Offer: ${spec.badge}`,
    spec.callToAction,
    shown,
  ]
  return parts
    .filter((part) => part !== null)
    .map(sentence)
    .filter((part) => part !== '')
    .join(' ')
    .replace(/\s+/gu, ' ')
}
