// Tries the real Google, once, for a few cents, with a key or as Vertex AI:
//   GEMINI_API_KEY=... node scripts/google-smoke.ts [--film]
//   GOOGLE_GENAI_USE_VERTEXAI=true GOOGLE_CLOUD_PROJECT=... GOOGLE_CLOUD_LOCATION=global node scripts/google-smoke.ts [--film]
// A film costs dollars. One JSON line for each step: what came back, what it cost, and what differs from what the tests' vendor says of Google.
import { platformRules, videoSize } from '../lib/domain/platform-rules.ts'
import { readEnv } from '../lib/env.ts'
import { readCatalogue } from '../lib/providers/google/catalogue.ts'
import { defaultModels, filmed, picture, vertexModels } from '../lib/providers/google/data/models.ts'
import { createGoogle } from '../lib/providers/google/google.ts'
import { createSmoke, smokeBrief as brief, type Heard } from './steps/smoke.ts'

const { google: env } = readEnv({ ...process.env, PROVIDER: 'google' })
if (!env) throw new Error('GEMINI_API_KEY: write a key, or set GOOGLE_GENAI_USE_VERTEXAI.')
const isVertex = 'vertex' in env.access
const google = createGoogle({
  ...env,
  models: { ...(isVertex ? vertexModels : defaultModels), ...env.models },
  catalogue: readCatalogue(env.catalogueFile),
  now: Date.now,
  preview: () => ({ found: [], missing: [], sample: null, notes: [] }),
})
const { step, tryWords, broken } = createSmoke()
const counted = ({ usages }: Heard, count: string): number => usages[0]?.counts[count] ?? 0

await step(
  'models',
  async () => {
    const isListed = await google.listModels?.()
    return [...new Set(Object.values(google.models))].map((model) => ({ model, isListed: isListed?.(model) ?? null }))
  },
  (models) => models.map(({ model, isListed }) => isListed === false && `${model} is not on offer.`),
)
const { analysis, angle } = await tryWords(google)
if (analysis && angle) {
  await step(
    'image',
    (call) => google.draw({ brief, analysis, angle, size: platformRules.instagram.still, others: [] }, call),
    (_, heard) => {
      const tokens = counted(heard, 'mediaTokens')
      return [tokens !== picture.tokens && `A picture counts ${tokens} media tokens, not ${picture.tokens}.`]
    },
  )
  const { film } = google
  if (process.argv.includes('--film') && typeof film !== 'function') {
    await step(
      'film',
      async (call) => {
        const request = { brief, analysis, angle, size: videoSize }
        const handle = await film.submit(request, call)
        console.log(JSON.stringify({ step: 'film submitted', handle }))
        for (let state = await film.poll(handle, call); !state.done; state = await film.poll(handle, call)) {
          const { againMs } = state
          await new Promise((resolve) => setTimeout(resolve, againMs))
        }
        return film.fetch(handle, request, call)
      },
      ({ media }, heard) => {
        const asked = filmed.seconds * filmed.tokensPerSecond
        const tokens = counted(heard, 'mediaTokens')
        return [
          // Veo counts no tokens: it is paid by the second.
          !isVertex && tokens !== asked && `A film counts ${tokens} media tokens, not ${asked}.`,
          media.width / media.height !== videoSize.width / videoSize.height &&
            `It is ${media.width} x ${media.height}.`,
          Math.abs((media.durationMs ?? 0) / 1_000 - filmed.seconds) > 0.5 && `It takes ${media.durationMs} ms.`,
        ]
      },
    )
  }
}
process.exitCode = broken() > 0 ? 1 : 0
