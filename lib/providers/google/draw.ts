import sharp from 'sharp'
import { ProviderError } from '../../domain/errors.ts'
import type { StillSize } from '../../domain/platform-rules.ts'
import type { CallContext, Drawn, ImageRequest, Media } from '../../domain/provider.ts'
import { digitalSource } from '../../domain/recipe.ts'
import { createBill, tokensOf } from './bill.ts'
import { asPart, headersOf, rethrow, type Gemini } from './client.ts'
import { picture, pictureRatios, type PictureRatio } from './data/models.ts'
import { underLimit } from '../deadline.ts'
import { seedNumber } from '../seed-number.ts'
import { endedBadly, throwIfBlocked } from './failures.ts'
import { picturePrompt } from './prompts/picture-prompt.ts'

const quality = 88
/** A crop may lose this share of the picture; beyond it the whole picture stands on its own blurred ground. */
const mostLost = 0.45
const leastSide = 200

/** Draws one picture with Gemini, in the nearest ratio it offers, and cuts the asset and its variants from it. */
export async function draw(gemini: Gemini, request: ImageRequest, call: CallContext): Promise<Drawn> {
  const { sdk, models, prices, patience } = gemini
  const bill = createBill('image', prices, call)
  call.report({ message: 'Google is drawing' })
  const prompt = picturePrompt(request, call.instruction)
  const { reference } = request
  const imageConfig = { aspectRatio: nearestRatio(request.size), imageSize: picture.size }
  const seed = seedNumber(call.seed)
  const parameters = { ...imageConfig, seed, ...(reference && { referenceSha256: reference.sha256 }) }
  let source: Uint8Array
  try {
    source = await underLimit(call.signal, patience.image, async (abortSignal) => {
      const answer = await sdk.models.generateContent({
        model: models.image,
        contents: reference ? [{ role: 'user', parts: [{ text: prompt }, asPart(reference)] }] : prompt,
        config: {
          responseModalities: ['IMAGE'],
          imageConfig,
          seed,
          abortSignal,
          automaticContinuation: false,
          httpOptions: { headers: headersOf(call) },
        },
      })
      if (answer.usageMetadata) bill.count(tokensOf(answer.usageMetadata))
      throwIfBlocked(answer)
      const candidate = answer.candidates?.[0]
      const data = candidate?.content?.parts?.find((part) => part.inlineData?.data && !part.thought)?.inlineData?.data
      if (data) return Buffer.from(data, 'base64')
      const end = candidate?.finishReason ?? 'STOP'
      if (end !== 'STOP' && end !== 'NO_IMAGE' && end !== 'MAX_TOKENS') throw new ProviderError(endedBadly(end))
      throw new ProviderError({ code: 'unavailable', message: 'Google answered without a picture.' })
    })
    await bill.tell({ images: 1 })
  } catch (error) {
    await bill.tell()
    return rethrow(error, 'image', gemini, call.signal)
  }
  await checkPicture(source)
  call.signal.throwIfAborted()
  const [media, ...variants] = await Promise.all([request.size, ...request.others].map((size) => cut(source, size)))
  if (!media) throw new ProviderError({ code: 'unavailable', message: 'Google answered without a picture.' })
  const making = { digitalSourceType: digitalSource.trained, prompt, parameters }
  return { media, variants, alt: request.angle.picture, making }
}

/** The ratio on offer that a size loses least of when it is cut from it; 4:5 comes from 3:4. */
export function nearestRatio({ width, height }: StillSize): PictureRatio {
  const wanted = Math.log(width / height)
  const distance = (ratio: PictureRatio): number => {
    const [across = 1, down = 1] = ratio.split(':').map(Number)
    return Math.abs(Math.log(across / down) - wanted)
  }
  return pictureRatios.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best))
}

async function checkPicture(bytes: Uint8Array): Promise<void> {
  const facts = await sharp(bytes)
    .metadata()
    .catch(() => null)
  if (!facts || Math.min(facts.width, facts.height) < leastSide)
    throw new ProviderError({ code: 'unavailable', message: 'The picture that Google sent cannot be opened.' })
}

async function cut(source: Uint8Array, { width, height }: StillSize): Promise<Media> {
  try {
    const { width: across, height: down } = await sharp(source).metadata()
    const kept = Math.min((across / down) * (height / width), (down / across) * (width / height))
    const covered = sharp(source).resize(width, height, { fit: 'cover', position: 'centre' })
    const framed =
      1 - kept <= mostLost
        ? covered
        : sharp(await covered.blur(24).modulate({ brightness: 0.8 }).toBuffer()).composite([
            { input: await sharp(source).resize(width, height, { fit: 'inside' }).toBuffer(), gravity: 'centre' },
          ])
    const bytes = await framed
      .flatten({ background: '#ffffff' })
      .jpeg({ quality, chromaSubsampling: '4:4:4', progressive: true })
      .toBuffer()
    return { bytes, mime: 'image/jpeg', width, height, durationMs: null }
  } catch {
    throw new ProviderError({ code: 'unavailable', message: 'The picture that Google sent is damaged.' })
  }
}
