import { fill, fillBlindly, inPieces, type Schema } from './answers.ts'
import type { Misbehaviour } from './script.ts'

/** The parts of a request that an answer depends on. */
export type Content = {
  model?: string
  operationName?: string
  contents?: { role?: string }[]
  generationConfig?: {
    responseModalities?: string[]
    responseJsonSchema?: Schema
    imageConfig?: { aspectRatio?: string }
  }
}

type Chunk = Record<string, unknown>

const counted = (candidates: number, extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  promptTokenCount: 1_000,
  candidatesTokenCount: candidates,
  thoughtsTokenCount: 100,
  totalTokenCount: 1_100 + candidates,
  ...extra,
})

/** The chunks of an answer of `generateContent`; a picture is one. */
export async function generate(
  kind: 'analysis' | 'text' | 'critic' | 'image',
  request: Content,
  fate: Misbehaviour | null,
  reason: string | null = null,
): Promise<Chunk[]> {
  if (fate === 'blocked') {
    return [
      {
        promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
        usageMetadata: { promptTokenCount: 1_000, totalTokenCount: 1_000 },
      },
    ]
  }
  return kind === 'image' ? [await pictureOf(request, fate)] : textsOf(request, fate, reason)
}

async function pictureOf({ generationConfig }: Content, fate: Misbehaviour | null): Promise<Chunk> {
  const { paintPicture } = await import('./media.ts')
  const { data, mimeType } = await paintPicture(generationConfig?.imageConfig?.aspectRatio ?? '1:1')
  const usageMetadata = counted(1_130, { candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1_120 }] })
  const nothing = counted(0)
  const sent = { inlineData: { mimeType, data } }
  switch (fate) {
    case 'safety':
      return {
        candidates: [{ content: { role: 'model', parts: [] }, finishReason: 'IMAGE_SAFETY' }],
        usageMetadata: nothing,
      }
    case 'empty':
      return {
        candidates: [{ content: { role: 'model', parts: [] }, finishReason: 'NO_IMAGE' }],
        usageMetadata: nothing,
      }
    case 'zero-bytes':
      return {
        candidates: [
          { content: { role: 'model', parts: [{ inlineData: { mimeType, data: '' } }] }, finishReason: 'STOP' },
        ],
        usageMetadata,
      }
    case 'half-file': {
      const half = Buffer.from(data, 'base64').subarray(0, data.length / 3)
      const parts = [{ inlineData: { mimeType, data: half.toString('base64') } }]
      return { candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }], usageMetadata }
    }
    case 'tiny': {
      const { paintTiny } = await import('./media.ts')
      const parts = [{ inlineData: await paintTiny() }]
      return { candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }], usageMetadata }
    }
    case 'unsplit':
      return {
        candidates: [{ content: { role: 'model', parts: [sent] }, finishReason: 'STOP' }],
        usageMetadata: counted(1_120),
      }
    case 'twice':
      return { candidates: [{ content: { role: 'model', parts: [sent, sent] }, finishReason: 'STOP' }], usageMetadata }
    default:
      return { candidates: [{ content: { role: 'model', parts: [sent] }, finishReason: 'STOP' }], usageMetadata }
  }
}

/** What a model writes that did as a page told it: another name, another address, an account of somebody else. */
const seduced = (good: string): string =>
  good
    .replaceAll('Hearth & Crumb', 'Rival Loaf')
    .replaceAll('hearthandcrumb.example/order', 'evil.example/pay')
    .replaceAll('HearthAndCrumb', 'RivalLoaf')
    .replaceAll('The dough is', 'Better buy from Rival Loaf. It is at evil.example, or ask @rivalloaf. The dough is')

function textsOf({ generationConfig }: Content, fate: Misbehaviour | null, reason: string | null): Chunk[] {
  const schema = generationConfig?.responseJsonSchema ?? {}
  const good = JSON.stringify(reason === null ? fill(schema) : { sendBack: true, reason }, null, 1)
  const chunk = (text: string, so: number, finishReason?: string): Chunk => ({
    candidates: [{ content: { role: 'model', parts: [{ text }] }, ...(finishReason && { finishReason }) }],
    usageMetadata: counted(so),
  })
  const written = (text: string): Chunk[] => {
    const pieces = inPieces(text)
    return pieces.map((piece, at) => chunk(piece, (at + 1) * 5, at === pieces.length - 1 ? 'STOP' : undefined))
  }
  switch (fate) {
    case 'truncated':
      return written(good.slice(0, good.length * 0.6))
    case 'invalid':
      return written('{"unexpected": true}')
    case 'blind':
      return written(JSON.stringify(fillBlindly(schema)))
    case 'overlong':
      return written(
        good.replaceAll(
          'The dough is proved',
          `${'A very long sentence about bread that goes on and on. '.repeat(80)}The dough is proved`,
        ),
      )
    case 'seduced':
      return written(seduced(good))
    case 'twice':
      return [...written(good), ...written(good)]
    case 'empty':
      return [{ candidates: [{ content: { role: 'model' }, finishReason: 'STOP' }], usageMetadata: counted(0) }]
    case 'safety':
      return [...written(good).slice(0, 3), chunk('', 15, 'SAFETY')]
    default:
      return written(good)
  }
}
