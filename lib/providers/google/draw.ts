import sharp from 'sharp'
import { ProviderError } from '../../domain/errors.ts'
import type { StillSize } from '../../domain/platform-rules.ts'
import type { CallContext, Drawn, ImageRequest, Media } from '../../domain/provider.ts'
import { digitalSource, type Making } from '../../domain/recipe.ts'
import type { Question } from '../writing/ask-json.ts'
import { criticSystem, pictureCriticPrompt } from '../writing/prompts/critic-prompt.ts'
import { underReview, verdictProblems, VerdictSchema, type Critic, type Verdict } from '../writing/review.ts'
import { askOn } from './ask-json.ts'
import { createBill, tokensOf, type Bill } from './bill.ts'
import { asPart, headersOf, rethrow, type Gemini } from './client.ts'
import { picture, pictureRatios, type PictureRatio } from './data/models.ts'
import { underLimit } from '../deadline.ts'
import { seedNumber } from '../seed-number.ts'
import { endedBadly, throwIfBlocked } from './failures.ts'
import { pictureAtMost } from './prices.ts'
import { picturePrompt } from './prompts/picture-prompt.ts'

const quality = 88
/** A crop may lose this share of the picture; beyond it the whole picture stands on its own blurred ground. */
const mostLost = 0.45

/** What the critic is shown: its longer side, pixels. */
const shownSide = 768

/** `asset` is what is cut from it, once, when somebody first asks. */
type Sketch = { source: Uint8Array; prompt: string; parameters: Making['parameters']; asset(): Promise<Media> }

/** Draws one picture with Gemini, in the nearest ratio it offers, once more when its critic sends it back, and cuts the asset and its variants from it. */
export async function draw(gemini: Gemini, request: ImageRequest, call: CallContext): Promise<Drawn> {
  const begunAt = performance.now()
  const bill = createBill('image', gemini.prices, call)
  let images = 0
  const sketch = async (at: CallContext, reason?: string): Promise<Sketch> => {
    at.signal.throwIfAborted()
    const turn = bill.nextTurn('image')
    const drawn = await askForPicture(gemini, request, at, { bill, reason }).catch((error: unknown) =>
      rethrow(error, 'image', gemini, at.signal, () => turn.lose(pictureAtMost(gemini.catalogue.limits))),
    )
    images += 1
    await checkPicture(drawn.source)
    return { ...drawn, asset: once(() => cut(drawn.source, request.size)) }
  }
  call.report({ message: 'Google is drawing' })
  let kept: Sketch
  try {
    const first = await sketch(call)
    kept = gemini.critic
      ? await underReview(first, criticOf(gemini, request, { first, bill, begunAt, call, sketch }), call)
      : first
  } catch (error) {
    return rethrow(error, 'image', gemini, call.signal)
  } finally {
    await bill.tell(images > 0 ? { images } : {})
  }
  const { source, prompt, parameters, asset } = kept
  call.signal.throwIfAborted()
  const others = Promise.all(request.others.map((size) => cut(source, size)))
  const [media, variants] = await Promise.all([asset(), others])
  const making = { digitalSourceType: digitalSource.trained, prompt, parameters }
  return { media, variants, alt: request.angle.picture, making }
}

type Drawing = { bill: Bill; reason: string | undefined }

async function askForPicture(
  { sdk, models, patience }: Gemini,
  request: ImageRequest,
  call: CallContext,
  { bill, reason }: Drawing,
): Promise<Omit<Sketch, 'asset'>> {
  const prompt = picturePrompt(request, call.instruction, reason)
  const { reference } = request
  const imageConfig = { aspectRatio: nearestRatio(request.size), imageSize: picture.size }
  const seed = seedNumber(call.seed)
  const parameters = { ...imageConfig, seed, ...(reference && { referenceSha256: reference.sha256 }) }
  const source = await underLimit(call.signal, patience.image, async (abortSignal) => {
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
    if (answer.usageMetadata) bill.count(tokensOf(answer.usageMetadata, 'image'))
    throwIfBlocked(answer)
    const candidate = answer.candidates?.[0]
    const data = candidate?.content?.parts?.find((part) => part.inlineData?.data && !part.thought)?.inlineData?.data
    if (data) return Buffer.from(data, 'base64')
    const end = candidate?.finishReason ?? 'STOP'
    if (end !== 'STOP' && end !== 'NO_IMAGE' && end !== 'MAX_TOKENS') throw new ProviderError(endedBadly(end))
    throw new ProviderError({ code: 'unavailable', message: 'Google answered without a picture.' })
  })
  return { source, prompt, parameters }
}

type Reviewing = {
  first: Sketch
  bill: Bill
  begunAt: number
  call: CallContext
  sketch(call: CallContext, reason: string): Promise<Sketch>
}

/** The text model looks at a small copy of the picture. */
const criticOf = (
  gemini: Gemini,
  request: ImageRequest,
  { first, bill, begunAt, call, sketch }: Reviewing,
): Critic<Sketch> => ({
  by: gemini.models.text,
  begunAt,
  async look(timed) {
    call.report({ message: 'Google is looking at it once more' })
    const faults = call.faultsOf ? await call.faultsOf.picture(await first.asset()) : []
    const copy = sharp(first.source).resize(shownSide, shownSide, { fit: 'inside', withoutEnlargement: true })
    const data = await copy.flatten({ background: '#ffffff' }).jpeg({ quality }).toBuffer()
    const question: Question<Verdict> = {
      kind: 'critic',
      once: true,
      system: criticSystem(request.brief.language),
      prompt: pictureCriticPrompt(request, faults),
      files: [{ mime: 'image/jpeg', data }],
      schema: VerdictSchema,
      check: verdictProblems,
      onText: () => undefined,
    }
    return askOn(gemini, bill, question, timed)
  },
  again(reason, timed) {
    call.report({ message: 'Sent back once: it is drawn again' })
    return sketch(timed, reason)
  },
})

/** Asked again, it answers the same promise. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => (made ??= make())
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
  if (!facts)
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
