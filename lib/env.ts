import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])
const FaultsSchema = z
  .string()
  .default('')
  .transform((text, context) =>
    text
      .split(',')
      .filter((part) => part.trim() !== '')
      .map((part) => {
        const parsed = FaultSchema.safeParse(part.trim().split(':'))
        if (parsed.success) return { kind: parsed.data[0], code: parsed.data[1], calls: parsed.data[2] }
        context.addIssue({ code: 'custom', message: `"${part}" is not kind:code:n, e.g. image:unavailable:1` })
        return z.NEVER
      }),
  )
const FaultSchema = z.tuple([
  z.enum(['analysis', 'text', 'image', 'video']),
  z.enum(['unavailable', 'rate_limited', 'quota_exhausted', 'refused', 'crashed']),
  z.coerce.number().int().min(0),
])

const whole = (min: number, max: number) => {
  const error = `Write a whole number from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}.`
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error })
}
const program = z
  .string()
  .refine(canRun, 'This is not a program that can be run. Write the path of one, e.g. /usr/bin/ffmpeg.')

const EnvSchema = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().optional(),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  PROVIDER: z.enum(['auto', 'studio', 'google']).default('auto'),
  GEMINI_API_KEY: z.string().optional(),
  GOOGLE_GENAI_BASE_URL: z.url().optional(),
  STUDIO_LATENCY_MS: whole(0, 3_600_000).default(0),
  STUDIO_FAULTS: FaultsSchema,
  FFMPEG_PATH: program.optional(),
  WORKER_CONCURRENCY: whole(1, 64).optional(),
  DRAIN_S: whole(0, 3_600).default(10),
  LOG_DAYS: whole(1, 36_500).optional(),
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Write a currency code such as EUR.')
    .default('EUR'),
})

/** The environment, parsed once at start (the table of the contract). */
export type Env = Omit<z.infer<typeof EnvSchema>, 'DATABASE_URL' | 'PROVIDER'> & {
  databaseFile: string
  provider: 'studio'
  /** Said beside the address at start; empty when there is nothing to add. */
  note: string
}

/** Throws an Error with one line per bad value: what it is and what to write instead. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = EnvSchema.safeParse(given)
  if (!parsed.success)
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const { DATABASE_URL, PROVIDER, ...env } = parsed.data
  if (env.ROLE !== 'worker' && !loopback.has(env.HOST)) {
    throw new Error(`HOST: ${env.HOST} is open to others and sign-in is not configured. Use 127.0.0.1.`)
  }
  if (PROVIDER === 'google') throw new Error('PROVIDER: google is not built yet. Use studio, which needs no key.')
  const note =
    PROVIDER === 'auto' && env.GEMINI_API_KEY ? 'the key is not used: the Google provider is not built yet' : ''
  const databaseFile = DATABASE_URL ? sqliteFile(DATABASE_URL) : path.resolve(env.DATA_DIR, 'unfold.db')
  return { ...env, DATA_DIR: path.resolve(env.DATA_DIR), databaseFile, provider: 'studio', note }
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function sqliteFile(url: string): string {
  if (url.startsWith('file:')) return path.resolve(url.slice('file:'.length))
  throw new Error('DATABASE_URL: only file: (SQLite) is built so far, e.g. file:./data/unfold.db')
}
