import { hashOf } from './seed.ts'

/** Every template by what its picture is in words (for alternative text). How each composes a page stands in `compose-still.ts`. */
export const scenes = {
  arch: 'in an arched window with a sun over hills',
  mosaic: 'on a plate in a wall of geometric tiles',
  split: 'standing before a large sun',
  ticket: 'on the stub of an admission ticket',
  poster: null,
  orbit: 'on a disc with rings around it',
  postcard: 'in a photograph on a postcard',
} as const satisfies Record<string, string | null>

export type TemplateName = keyof typeof scenes

const names = Object.keys(scenes)

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
