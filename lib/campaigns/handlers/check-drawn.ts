import type { Asset } from '../../domain/asset.ts'
import { ProviderError } from '../../domain/errors.ts'
import type { Drawn, Media } from '../../domain/provider.ts'
import type { Check } from '../../domain/recipe.ts'
import { filmFacts } from './film-facts.ts'
import { pictureFacts } from './picture-facts.ts'

/** A film may be this much shorter or longer than said, ms: containers count in their own units. */
const durationSlackMs = 250

/**
 * What was made is looked at before it counts: bytes that are there, are what they are said to be, in the size they are said to have, to the end.
 * Answers what was found. Throws ProviderError `unavailable`: it is made, or fetched, again.
 */
export async function checkDrawn(
  kind: Asset['kind'],
  { media, variants }: Pick<Drawn, 'media' | 'variants'>,
): Promise<Check[]> {
  const size = `${media.width} × ${media.height}`
  const checks: Check[] = [
    { rule: 'type', measured: media.mime, limit: media.mime },
    { rule: 'size', measured: size, limit: size },
    { rule: 'whole to its end', measured: 'yes', limit: 'yes' },
  ]
  if (kind === 'image') checkPicture(media)
  else checks.push(await checkFilm(media))
  // The still of a film is a picture, too.
  for (const variant of variants) checkPicture(variant)
  return checks
}

function checkPicture(media: Media): void {
  if (media.bytes.byteLength === 0) throw broken('The provider sent an empty picture.')
  const facts = pictureFacts(media.bytes)
  if (!facts) throw broken('What the provider sent is not a picture.')
  checkSaid(media, facts)
  if (!facts.whole) throw broken('The picture from the provider is cut off.')
}

async function checkFilm(media: Media): Promise<Check> {
  if (media.bytes.byteLength === 0) throw broken('The provider sent an empty film.')
  const facts = await filmFacts(media.bytes)
  if (!facts) throw broken('What the provider sent is not a film that can be played.')
  checkSaid(media, facts)
  if (!facts.whole) throw broken('The film from the provider is cut off.')
  if (facts.durationMs <= 0 || Math.abs(facts.durationMs - (media.durationMs ?? 0)) > durationSlackMs)
    throw broken(`The film from the provider lasts ${facts.durationMs} ms, not ${media.durationMs ?? 0} ms.`)
  return { rule: 'length in ms', measured: facts.durationMs, limit: media.durationMs ?? 0 }
}

function checkSaid(said: Media, found: Pick<Media, 'mime' | 'width' | 'height'>): void {
  if (found.mime !== said.mime) throw broken(`The provider sent ${found.mime} and called it ${said.mime}.`)
  if (found.width !== said.width || found.height !== said.height)
    throw broken(
      `The provider sent ${found.width} × ${found.height} pixels and called them ${said.width} × ${said.height}.`,
    )
}

const broken = (message: string): ProviderError => new ProviderError({ code: 'unavailable', message })
