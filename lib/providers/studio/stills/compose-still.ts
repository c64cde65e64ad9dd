import { createPage } from './page.ts'
import type { Page } from './page.ts'
import type { StillSpec } from './still-spec.ts'
import { isTemplate, stillTemplates, type TemplateName } from './templates.ts'
import { composeArch } from './templates/arch.ts'
import { composeMosaic } from './templates/mosaic.ts'
import { composeOrbit } from './templates/orbit.ts'
import { composePostcard } from './templates/postcard.ts'
import { composePoster } from './templates/poster.ts'
import { composeSplit } from './templates/split.ts'
import { composeTicket } from './templates/ticket.ts'

const compositions: Record<TemplateName, (page: Page) => void> = {
  arch: composeArch,
  mosaic: composeMosaic,
  split: composeSplit,
  ticket: composeTicket,
  poster: composePoster,
  orbit: composeOrbit,
  postcard: composePostcard,
}

/**
 * Lays a still out without painting it: every text broken, sized and measured from its glyphs. Throws when the template is unknown or the
 * size is not a drawable one.
 */
export function composeStill(spec: StillSpec): Page {
  const { template, width, height } = spec
  if (!isTemplate(template))
    throw new Error(`There is no still template "${template}". Use one of: ${stillTemplates.join(', ')}.`)
  if (
    !Number.isInteger(width) ||
    !Number.isInteger(height) ||
    Math.min(width, height) < 240 ||
    Math.max(width, height) > 4096
  ) {
    throw new Error(`A still cannot be ${width}x${height}: both sides must be whole pixels from 240 to 4096.`)
  }
  const page = createPage(spec)
  compositions[template](page)
  return page
}
