// Tries a real server of an own model, once: OPENAI_BASE_URL=http://127.0.0.1:11434/v1 node scripts/own-model-smoke.ts
// One JSON line for each step: what came back, which tokens it took, and what differs from what the tests say of such servers.
import { readEnv } from '../lib/env.ts'
import { createOpenAi } from '../lib/providers/openai/openai.ts'
import { createSmoke, smokeBrief as brief } from './steps/smoke.ts'

const { openai: env } = readEnv({ ...process.env, PROVIDER: 'openai' })
if (!env) throw new Error('OPENAI_BASE_URL: write the address of a server.')
const own = await createOpenAi({ ...env, preview: () => ({ found: [], missing: [], sample: null, notes: [] }) })
console.log(JSON.stringify({ step: 'model', ...own.models }))

const { step, broken } = createSmoke()
const analysis = await step(
  'analysis',
  (call) => own.analyze({ brief, posts: [{ index: 1, kind: 'text_video' }] }, call),
  (_, heard) => [
    heard.pieces < 5 && `It came in ${heard.pieces} pieces: nothing to watch.`,
    heard.usages.length !== 1 && 'No usage was counted.',
  ],
)
const angle = analysis?.angles[0]
if (analysis && angle) {
  await step(
    'text',
    (call) => own.write({ brief, analysis, angle, kind: 'text_image' }, call),
    (made, heard) => [
      heard.pieces < 2 && `It came in ${heard.pieces} pieces: nothing to watch.`,
      Object.values(made).some(({ text }) => text.length < 40) && 'A text is shorter than a sentence.',
    ],
  )
}
process.exitCode = broken() > 0 ? 1 : 0
