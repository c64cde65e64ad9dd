import type { Analysis } from '../../../domain/analysis.ts'
import type { ImageRequest, VideoRequest } from '../../../domain/provider.ts'
import { sentBack } from '../../writing/prompts/critic-prompt.ts'
import { wish } from '../../writing/prompts/brief-prompt.ts'

const colours = ({ visualDirection: { palette, mood } }: Analysis): string =>
  `Brand colours: ${palette.ground} and ${palette.surface} for large areas, ${palette.accent} as the one accent, ${palette.ink} for darks. Mood: ${mood}`

/** `reason` is why an editor sent a first picture back. */
export function picturePrompt(
  { analysis, angle, reference }: ImageRequest,
  instruction: string | undefined,
  reason?: string,
): string {
  const look = reference
    ? '\nThe attached picture shows how the brand looks: take colours, light and feeling from it. It is not content: copy nothing of what it shows.'
    : ''
  return `A photograph or illustration for a social media post of ${analysis.business.name}.\nIt shows: ${angle.picture}\nIt stands for: ${angle.headline}\n${colours(analysis)}\nKeep the subject in the middle third and calm space around it, because the edges are cropped for other formats. No text, no letters, no logos, no watermarks, no collage.${look}${wish(instruction)}${reason === undefined ? '' : sentBack(reason)}`
}

export function filmPrompt(
  { analysis, angle }: VideoRequest,
  seconds: number,
  instruction: string | undefined,
): string {
  const board = angle.storyboard
  const shots = board
    ? [`Opening: ${board.hook}`, ...board.proofs.map((proof) => `Then: ${proof}`), `End: ${board.endCard}`]
    : [`Opening: ${angle.headline}`, `Then: ${angle.message}`]
  return `A vertical film of ${seconds} seconds for ${analysis.business.name}, for social media.\nIt shows: ${angle.picture}\n${shots.join('\n')}\n${colours(analysis)}\nShow these by pictures, not by captions: no text, no letters, no logos. Keep what matters out of the lowest fifth and the right edge. Gentle camera, natural sound, no speech.${wish(instruction)}`
}
