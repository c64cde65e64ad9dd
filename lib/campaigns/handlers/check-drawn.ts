import type { Asset } from '../../domain/asset.ts'
import { ProviderError } from '../../domain/errors.ts'
import type { Drawn, Media } from '../../domain/provider.ts'
import type { Score } from '../../domain/score.ts'
import { scoreOf } from '../rules/score-of.ts'
import { sha256Of } from '../seed.ts'
import { filmFacts, type FilmFacts } from './film-facts.ts'
import { pictureFacts, type PictureFacts } from './picture-facts.ts'

/** A film may be this much shorter or longer than said, ms: containers count in their own units. */
const durationSlackMs = 250

/**
 * What was made is looked at before it counts: bytes that are there, are what they are said to be, in the size they are said to have, to the end.
 * Answers what was found. Throws ProviderError `unavailable`: it is made, or fetched, again.
 */
export async function checkDrawn(
  kind: Asset['kind'],
  { media, variants }: Pick<Drawn, 'media' | 'variants'>,
): Promise<Score[]> {
  const film = kind === 'video' ? await checkFilm(media) : null
  const facts = film ?? checkPicture(media)
  // The still of a film is a picture, too.
  for (const variant of variants) checkPicture(variant)
  const file = { version: 1, unit: 'as-is', input: sha256Of(media.bytes) } as const
  return [
    scoreOf({ ...file, rule: 'file.type', measured: facts.mime, limit: { is: media.mime } }),
    scoreOf({ ...file, rule: 'file.size', measured: sizeOf(facts), limit: { is: sizeOf(media) } }),
    scoreOf({ ...file, rule: 'file.whole', measured: facts.whole ? 'yes' : 'no', limit: { is: 'yes' } }),
    ...(film ? [scoreOf({ ...file, ...lengthOf(film, media) })] : []),
  ]
}

const sizeOf = ({ width, height }: Pick<Media, 'width' | 'height'>): string => `${width} × ${height}`

const lengthOf = ({ durationMs }: Pick<FilmFacts, 'durationMs'>, media: Media) =>
  ({
    rule: 'film.length',
    unit: 'ms',
    measured: durationMs,
    limit: { least: (media.durationMs ?? 0) - durationSlackMs, most: (media.durationMs ?? 0) + durationSlackMs },
  }) as const

function checkPicture(media: Media): PictureFacts {
  if (media.bytes.byteLength === 0) throw broken('The provider sent an empty picture.')
  const facts = pictureFacts(media.bytes)
  if (!facts) throw broken('What the provider sent is not a picture.')
  checkSaid(media, facts)
  if (!facts.whole) throw broken('The picture from the provider is cut off.')
  return facts
}

async function checkFilm(media: Media): Promise<FilmFacts> {
  if (media.bytes.byteLength === 0) throw broken('The provider sent an empty film.')
  const facts = await filmFacts(media.bytes)
  if (!facts) throw broken('What the provider sent is not a film that can be played.')
  checkSaid(media, facts)
  if (!facts.whole) throw broken('The film from the provider is cut off.')
  if (facts.durationMs <= 0 || Math.abs(facts.durationMs - (media.durationMs ?? 0)) > durationSlackMs)
    throw broken(`The film from the provider lasts ${facts.durationMs} ms, not ${media.durationMs ?? 0} ms.`)
  return facts
}

function checkSaid(said: Media, found: Pick<Media, 'mime' | 'width' | 'height'>): void {
  if (found.mime !== said.mime) throw broken(`The provider sent ${found.mime} and called it ${said.mime}.`)
  if (found.width !== said.width || found.height !== said.height)
    throw broken(
      `The provider sent ${found.width} × ${found.height} pixels and called them ${said.width} × ${said.height}.`,
    )
}

const broken = (message: string): ProviderError => new ProviderError({ code: 'unavailable', message })
