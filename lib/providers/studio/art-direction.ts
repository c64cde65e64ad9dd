import type { Angle } from '../../domain/analysis.ts'
import type { ImageRequest, VideoRequest } from '../../domain/provider.ts'
import type { StillSize } from '../../domain/platform-rules.ts'
import { filmSecondsOf, filmSize, type FilmSpec } from './motion/film-spec.ts'
import { findMotif } from './data/motifs.ts'
import { motifFile } from './stills/motif-file.ts'
import type { StillSpec } from './stills/still-spec.ts'
import { chooseTemplate } from './stills/templates.ts'
import { variantOf } from './variant.ts'

/** Steps from a picture to its next variant: prime to the number of templates, and never the neighbour's. */
const stride = 3

/** What the analysis says, as a picture's recipe. */
export function stillSpecOf({ brief, analysis, angle }: ImageRequest, size: StillSize, seed: string): StillSpec {
  return {
    ...size,
    // One walk through the templates per campaign: posts repeat none before all were used. A picture made again goes on from its own.
    template: chooseTemplate(
      `${analysis.business.name} ${brief.objective}`,
      angle.index + stride * (variantOf(seed) - 1),
    ),
    headline: angle.headline,
    kicker: kickerOf(analysis.business),
    sub: secondThought(angle),
    badge: shortOffer(brief.offer),
    callToAction: angle.callToAction || null,
    brandName: analysis.business.name,
    palette: analysis.visualDirection.palette,
    motif: analysis.visualDirection.motif,
    seed,
  }
}

export function filmSpecOf({ brief, analysis, angle }: VideoRequest, seed: string): FilmSpec {
  const storyboard = angle.storyboard ?? {
    hook: angle.headline,
    proofs: [angle.message],
    endCard: analysis.business.name,
  }
  return {
    ...filmSize,
    seconds: filmSecondsOf(storyboard),
    storyboard,
    kicker: kickerOf(analysis.business),
    badge: shortOffer(brief.offer),
    callToAction: angle.callToAction || null,
    brandName: analysis.business.name,
    link: analysis.business.link,
    palette: analysis.visualDirection.palette,
    motif: analysis.visualDirection.motif,
    motifFile: motifFileOf(analysis.visualDirection.motif),
    seed,
  }
}

/** What stands under the headline: the message or another fact of the angle, never what the headline already says. */
function secondThought({ headline, message, facts }: Angle): string | null {
  const bare = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} ]/gu, '')
      .trim()
  return [message, ...facts].find((text) => bare(text) !== '' && !bare(headline).includes(bare(text))) ?? null
}

const kickerOf = ({ trade, place }: { trade: string | null; place: string | null }): string | null =>
  trade && place ? `${trade}, ${place}` : (trade ?? place)

/** An offer short enough for a badge; a longer one stays in the text. */
const shortOffer = (offer: string | null): string | null => (offer && offer.length <= 18 ? offer : null)

const motifFileOf = (words: string): string | null => {
  const motif = findMotif(words)
  return motif ? motifFile(motif.file) : null
}
