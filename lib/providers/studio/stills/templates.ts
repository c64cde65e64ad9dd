import type { Page } from './page.ts'
import { hashOf } from './seed.ts'
import { composeArch } from './templates/arch.ts'
import { composeMosaic } from './templates/mosaic.ts'
import { composeOrbit } from './templates/orbit.ts'
import { composePostcard } from './templates/postcard.ts'
import { composePoster } from './templates/poster.ts'
import { composeSplit } from './templates/split.ts'
import { composeTicket } from './templates/ticket.ts'

/** Every template: how it composes a page, and what its picture is in words (for alternative text). */
export const templates = {
  arch: { compose: composeArch, scene: 'in an arched window with a sun over hills' },
  mosaic: { compose: composeMosaic, scene: 'on a plate in a wall of geometric tiles' },
  split: { compose: composeSplit, scene: 'standing before a large sun' },
  ticket: { compose: composeTicket, scene: 'on the stub of an admission ticket' },
  poster: { compose: composePoster, scene: null },
  orbit: { compose: composeOrbit, scene: 'on a disc with rings around it' },
  postcard: { compose: composePostcard, scene: 'in a photograph on a postcard' },
} as const satisfies Record<string, { compose: (page: Page) => void; scene: string | null }>

export type TemplateName = keyof typeof templates

const names = Object.keys(templates)

export const isTemplate = (name: string): name is TemplateName => names.includes(name)

/** Names of all templates, in the order campaigns go through them. */
export const stillTemplates: readonly TemplateName[] = names.filter(isTemplate)

/**
 * The template of a campaign's post: `seed` (one per campaign) settles where the round begins, `index` (the post, from 1) walks on, so that
 * posts repeat a template only after all of them have been used.
 */
export function chooseTemplate(seed: string, index: number): TemplateName {
  const count = stillTemplates.length
  return stillTemplates[((((hashOf(seed) % count) + index) % count) + count) % count] ?? 'arch'
}
