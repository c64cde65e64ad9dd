import { constants } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import {
  GoogleVariablesSchema,
  hasGoogle,
  isFile,
  isLoopback,
  keepsSecrets,
  readGoogle,
  secret,
  type GoogleEnv,
} from './env-google.ts'

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
  .refine(
    (file) => isFile(file, constants.X_OK),
    'This is not a program that can be run. Write the path of one, e.g. /usr/bin/ffmpeg.',
  )

const NamedHostsSchema = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part !== ''),
  )
  .pipe(
    z.array(
      z.string().regex(/^[a-z0-9.-]{1,253}(?::\d{1,5})?$/, 'Write hosts, e.g. wiki.intranet,shop.intranet:8080.'),
    ),
  )

const EnvSchema = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().optional(),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  PROVIDER: z.enum(['auto', 'studio', 'google', 'openai']).default('auto'),
  OPENAI_BASE_URL: z
    .string()
    .refine(isPlainAddress, 'Write the http or https address of a server, e.g. http://127.0.0.1:11434/v1.')
    .optional(),
  OPENAI_API_KEY: secret.optional(),
  OPENAI_TEXT_MODEL: z
    .string()
    .regex(/^[\w./:@+-]{1,200}$/, 'Write the id of a model, e.g. qwen3:8b.')
    .optional(),
  /** Whether a model that is paid by key, or an own one, looks at its texts and pictures a second time. */
  CRITIC: z.enum(['on', 'off'], { error: 'Write on or off.' }).default('on'),
  STUDIO_LATENCY_MS: whole(0, 3_600_000).default(0),
  STUDIO_FAULTS: FaultsSchema,
  FFMPEG_PATH: program.optional(),
  WORKER_CONCURRENCY: whole(1, 64).optional(),
  DRAIN_S: whole(0, 3_600).default(10),
  SPEND_CAP_MICROS: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  LOG_DAYS: whole(1, 36_500).optional(),
  WEBSITE_ALLOW: NamedHostsSchema,
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Write a currency code such as EUR.')
    .default('EUR'),
})

type ProviderName = 'PROVIDER' | 'OPENAI_BASE_URL' | 'OPENAI_API_KEY' | 'OPENAI_TEXT_MODEL'

/** A server of own models. Without a model it is the first that the server lists. */
export type OpenAiEnv = { baseUrl: string; apiKey: string | null; model: string | null }

/** The environment, parsed once at start (the table of the contract). */
export type Env = Omit<z.infer<typeof EnvSchema>, 'DATABASE_URL' | ProviderName> & {
  databaseFile: string
  /** At most one of these; without any it is the studio. */
  google: GoogleEnv | null
  openai: OpenAiEnv | null
}

/** Throws an Error with one line per bad value: what it is and what to write instead. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = EnvSchema.safeParse(given)
  const googles = GoogleVariablesSchema.safeParse(given)
  if (!parsed.success || !googles.success) {
    const issues = [parsed, googles].flatMap(({ error }) => error?.issues ?? [])
    throw new Error(issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  }
  const { DATABASE_URL, ...rest } = parsed.data
  const { openai, env: others } = takeOpenAi(rest, hasGoogle(googles.data))
  const { PROVIDER, ...env } = others
  const isGoogle = PROVIDER === 'google' || (PROVIDER === 'auto' && hasGoogle(googles.data))
  const google = isGoogle ? readGoogle(googles.data, env.CURRENCY) : null
  if (env.ROLE !== 'worker' && !isLoopback(env.HOST)) {
    throw new Error(`HOST: ${env.HOST} is open to others and sign-in is not configured. Use 127.0.0.1.`)
  }
  const databaseFile = DATABASE_URL ? sqliteFile(DATABASE_URL) : path.resolve(env.DATA_DIR, 'unfold.db')
  return { ...env, DATA_DIR: path.resolve(env.DATA_DIR), databaseFile, google, openai }
}

/** An own model when it is asked for, or when its address is there, no key for Google is, and nothing else is asked for. */
function takeOpenAi(given: Omit<z.infer<typeof EnvSchema>, 'DATABASE_URL'>, isGoogleThere: boolean) {
  const { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey = null, OPENAI_TEXT_MODEL: model = null, ...env } = given
  if (env.PROVIDER === 'openai' && baseUrl === undefined) {
    throw new Error(
      'PROVIDER: openai needs the address of a server in OPENAI_BASE_URL, e.g. http://127.0.0.1:11434/v1.',
    )
  }
  const isChosen = env.PROVIDER === 'openai' || (env.PROVIDER === 'auto' && !isGoogleThere)
  if (!isChosen || baseUrl === undefined) return { openai: null, env }
  if (apiKey !== null && !keepsSecrets(baseUrl)) {
    throw new Error(
      'OPENAI_BASE_URL: The key would travel in the clear: use https, an address of this machine, or no OPENAI_API_KEY.',
    )
  }
  return { openai: { baseUrl, apiKey, model } satisfies OpenAiEnv, env }
}

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, search, hash } = new URL(text)
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === ''
}

function sqliteFile(url: string): string {
  if (url.startsWith('file:')) return path.resolve(url.slice('file:'.length))
  throw new Error('DATABASE_URL: only file: (SQLite) is built so far, e.g. file:./data/unfold.db')
}
