// Tries a real server of an own model, once: OPENAI_BASE_URL=http://127.0.0.1:11434/v1 node scripts/own-model-smoke.ts
// One JSON line for each step: what came back, which tokens it took, and what differs from what the tests say of such servers.
import { readEnv } from '../lib/env.ts'
import { createOpenAi } from '../lib/providers/openai/openai.ts'
import { createSmoke } from './steps/smoke.ts'

const { openai: env } = readEnv({ ...process.env, PROVIDER: 'openai' })
if (!env) throw new Error('OPENAI_BASE_URL: write the address of a server.')
const own = await createOpenAi({ ...env, preview: () => ({ found: [], missing: [], sample: null, notes: [] }) })
console.log(JSON.stringify({ step: 'model', ...own.models }))

const { tryWords, broken } = createSmoke()
await tryWords(own)
process.exitCode = broken() > 0 ? 1 : 0
