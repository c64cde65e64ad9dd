import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const jobKinds = ['analysis', 'text', 'image', 'video']
const loopback = ['127.0.0.1', 'localhost', '::1']
const ratedCurrencies = ['EUR', 'USD']
const faultCodes = ['unavailable', 'rate_limited', 'quota_exhausted', 'refused', 'crashed']

/**
 * One line for each value that Unfold cannot start with. It means the same as lib/env.ts, which needs what is
 * installed: this one runs before anything is.
 * @param {Record<string, string | undefined>} env
 * @returns {string[]}
 */
export function environmentProblems(env) {
  const value = (name) => (env[name] === undefined || env[name] === '' ? undefined : env[name])
  const problems = [
    wholeNumber('PORT', value('PORT'), 0, 65_535),
    value('ROLE') === 'worker' ? undefined : host(value('HOST')),
    dataDir(value('DATA_DIR')),
    databaseUrl(value('DATABASE_URL')),
    oneOf('ROLE', value('ROLE'), ['all', 'web', 'worker']),
    oneOf('PROVIDER', value('PROVIDER'), ['auto', 'studio', 'google', 'openai']),
    oneOf('CRITIC', value('CRITIC'), ['on', 'off']),
    secret('GEMINI_API_KEY', value('GEMINI_API_KEY')),
    webAddress('GOOGLE_GENAI_BASE_URL', value('GOOGLE_GENAI_BASE_URL')),
    model('GOOGLE_TEXT_MODEL', value('GOOGLE_TEXT_MODEL')),
    model('GOOGLE_IMAGE_MODEL', value('GOOGLE_IMAGE_MODEL')),
    model('GOOGLE_VIDEO_MODEL', value('GOOGLE_VIDEO_MODEL')),
    flag('GOOGLE_GENAI_USE_VERTEXAI', value('GOOGLE_GENAI_USE_VERTEXAI')),
    flag('GOOGLE_GENAI_USE_ENTERPRISE', value('GOOGLE_GENAI_USE_ENTERPRISE')),
    project('GOOGLE_CLOUD_PROJECT', value('GOOGLE_CLOUD_PROJECT')),
    location('GOOGLE_CLOUD_LOCATION', value('GOOGLE_CLOUD_LOCATION')),
    location('GOOGLE_VIDEO_LOCATION', value('GOOGLE_VIDEO_LOCATION')),
    rate('USD_RATE', value('USD_RATE')),
    google(value),
    plainAddress('OPENAI_BASE_URL', value('OPENAI_BASE_URL')),
    secret('OPENAI_API_KEY', value('OPENAI_API_KEY')),
    ownModel('OPENAI_TEXT_MODEL', value('OPENAI_TEXT_MODEL')),
    openai(value),
    wholeNumber('STUDIO_LATENCY_MS', value('STUDIO_LATENCY_MS'), 0, 3_600_000),
    studioFaults(value('STUDIO_FAULTS')),
    program('FFMPEG_PATH', value('FFMPEG_PATH')),
    wholeNumber('WORKER_CONCURRENCY', value('WORKER_CONCURRENCY'), 1, 64),
    wholeNumber('DRAIN_S', value('DRAIN_S'), 0, 3_600),
    wholeNumber('SPEND_CAP_MICROS', value('SPEND_CAP_MICROS'), 0, Number.MAX_SAFE_INTEGER),
    wholeNumber('LOG_DAYS', value('LOG_DAYS'), 1, 36_500),
    hosts('WEBSITE_ALLOW', value('WEBSITE_ALLOW')),
    value('CURRENCY') !== undefined && !/^[A-Z]{3}$/.test(value('CURRENCY'))
      ? `CURRENCY must be a three-letter code such as EUR, not ${quoted(value('CURRENCY'))}.`
      : undefined,
  ]
  return problems.filter((problem) => problem !== undefined)
}

function wholeNumber(name, value, least, most) {
  if (value === undefined) return undefined
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (number >= least && number <= most) return undefined
  return `${name} must be a whole number from ${least} to ${most}, not ${quoted(value)}.`
}

function oneOf(name, value, allowed) {
  if (value === undefined || allowed.includes(value)) return undefined
  return `${name} must be one of ${allowed.join(', ')}, not ${quoted(value)}.`
}

function hosts(name, value = '') {
  const parts = value.split(',').map((part) => part.trim().toLowerCase())
  const wrong = parts.find((part) => part !== '' && !/^[a-z0-9.-]{1,253}(?::\d{1,5})?$/.test(part))
  return wrong === undefined
    ? undefined
    : `${name} must name hosts such as wiki.intranet,shop.intranet:8080, not ${quoted(wrong)}.`
}

function host(value) {
  if (value === undefined || loopback.includes(value)) return undefined
  return `HOST ${quoted(value)} is reachable from other machines, which needs sign-in, and none is configured. Use HOST=127.0.0.1.`
}

function databaseUrl(value) {
  if (value === undefined || /^file:.+/.test(value)) return undefined
  return 'DATABASE_URL must be file: and a path: only SQLite is built so far, e.g. file:./data/unfold.db.'
}

function webAddress(name, value) {
  if (value === undefined) return undefined
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    return `${name} must be an http or https address, not ${quoted(value)}.`
  const { protocol, hostname } = new URL(value)
  if (protocol === 'https:' || loopback.includes(hostname.replace(/^\[|\]$/g, ''))) return undefined
  return `${name} would send the key in the clear: use https, or an address of this machine, not ${quoted(value)}.`
}

/** The SDK takes the newer name first. */
const isVertex = (value) =>
  /^(?:true|1)$/i.test(value('GOOGLE_GENAI_USE_ENTERPRISE') ?? value('GOOGLE_GENAI_USE_VERTEXAI') ?? 'false')

/** What Google needs that no variable says alone. The key is in no message. */
function google(value) {
  const provider = value('PROVIDER') ?? 'auto'
  const hasKey = value('GEMINI_API_KEY') !== undefined
  if (provider === 'google' && !hasKey && !isVertex(value))
    return 'PROVIDER=google needs a key in GEMINI_API_KEY, or GOOGLE_GENAI_USE_VERTEXAI=true. Use studio, which needs neither.'
  if (!(hasKey || isVertex(value)) || !['auto', 'google'].includes(provider)) return undefined
  if (isVertex(value)) {
    const problem = vertex(value)
    if (problem !== undefined) return problem
  }
  const catalogue = value('GOOGLE_CATALOGUE')
  // What stands there by mistake may be a key.
  if (catalogue !== undefined && !isFile(catalogue))
    return 'GOOGLE_CATALOGUE names no file that can be read. Name a JSON file, or unset it.'
  if (value('GOOGLE_GENAI_DEBUG') !== undefined)
    return 'GOOGLE_GENAI_DEBUG would make the SDK print what it signs its calls with. Unset it.'
  if (value('GOOGLE_SDK_NODE_LOGGING') !== undefined)
    return 'GOOGLE_SDK_NODE_LOGGING would make the SDK print the tokens it is given. Unset it.'
  const currency = value('CURRENCY') ?? 'EUR'
  if (value('USD_RATE') === undefined && !ratedCurrencies.includes(currency))
    return `USD_RATE is needed: Google's prices are in US dollars. Write what one costs in ${quoted(currency)}.`
  return undefined
}

function vertex(value) {
  if (value('GEMINI_API_KEY') !== undefined)
    return 'GEMINI_API_KEY is set, and Vertex AI takes no key. Unset it, or unset GOOGLE_GENAI_USE_VERTEXAI.'
  if (value('GOOGLE_CLOUD_PROJECT') === undefined)
    return 'GOOGLE_CLOUD_PROJECT is needed for Vertex AI. Write the id of a project, e.g. bakery-472311.'
  if (value('GOOGLE_CLOUD_LOCATION') === undefined)
    return 'GOOGLE_CLOUD_LOCATION is needed for Vertex AI. Write global, which has the Gemini 3 models.'
  const file = value('GOOGLE_APPLICATION_CREDENTIALS')
  if (file === undefined || holdsCredentials(file)) return undefined
  // What stands there by mistake may be the key itself.
  return 'GOOGLE_APPLICATION_CREDENTIALS names no file of credentials of Google Cloud that can be read. Name the file of a service account.'
}

function holdsCredentials(file) {
  try {
    return typeof JSON.parse(readFileSync(file, 'utf8')).type === 'string'
  } catch {
    return false
  }
}

function flag(name, value) {
  if (value === undefined || /^(?:true|false|1|0)$/i.test(value)) return undefined
  return `${name} must be true or false, not ${quoted(value)}.`
}

function project(name, value) {
  if (value === undefined || /^[a-z0-9][a-z0-9.:-]{0,98}[a-z0-9]$/.test(value)) return undefined
  return `${name} must be the id of a project such as bakery-472311, not ${quoted(value)}.`
}

function location(name, value) {
  if (value === undefined || /^[a-z]{2,20}(?:-[a-z]{2,12}\d{1,2})?$/.test(value)) return undefined
  return `${name} must be a location of Google Cloud such as global or us-central1, not ${quoted(value)}.`
}

function plainAddress(name, value) {
  if (value === undefined) return undefined
  if (URL.canParse(value)) {
    const { protocol, username, password, search, hash } = new URL(value)
    if (/^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '') return undefined
  }
  return `${name} must be the http or https address of a server, e.g. http://127.0.0.1:11434/v1.`
}

/** What an own model needs that no variable says alone. The key is in no message. */
function openai(value) {
  const provider = value('PROVIDER') ?? 'auto'
  const address = value('OPENAI_BASE_URL')
  if (provider === 'openai' && address === undefined)
    return 'PROVIDER=openai needs the address of a server in OPENAI_BASE_URL, e.g. http://127.0.0.1:11434/v1.'
  const hasGoogle = value('GEMINI_API_KEY') !== undefined || isVertex(value)
  const isChosen = provider === 'openai' || (provider === 'auto' && !hasGoogle)
  if (!isChosen || value('OPENAI_API_KEY') === undefined || !URL.canParse(address)) return undefined
  const { protocol, hostname } = new URL(address)
  if (protocol === 'https:' || loopback.includes(hostname.replace(/^\[|\]$/g, ''))) return undefined
  return 'OPENAI_BASE_URL would get the key in the clear: use https, an address of this machine, or no OPENAI_API_KEY.'
}

function ownModel(name, value) {
  if (value === undefined || /^[\w./:@+-]{1,200}$/.test(value)) return undefined
  return `${name} must be the id of a model such as qwen3:8b, not ${quoted(value)}.`
}

function secret(name, value) {
  if (value === undefined || /^[\x21-\x7e]+$/.test(value)) return undefined
  return `${name} is not a key: write it without spaces and quotes.`
}

function model(name, value) {
  if (value === undefined || /^[\w.-]{1,100}$/.test(value)) return undefined
  return `${name} must be the id of a model such as gemini-3.8-flash, not ${quoted(value)}.`
}

function rate(name, value) {
  if (value === undefined || (Number(value) > 0 && Number(value) <= 1_000_000)) return undefined
  return `${name} must be what one US dollar costs, e.g. 0.86, not ${quoted(value)}.`
}

function studioFaults(value) {
  if (value === undefined) return undefined
  for (const fault of value.split(',').filter((part) => part.trim() !== '')) {
    const [kind = '', code = '', count = '', ...rest] = fault.trim().split(':')
    const known = jobKinds.includes(kind) && faultCodes.includes(code)
    if (known && /^\d+$/.test(count) && rest.length === 0) continue
    return `STUDIO_FAULTS must be kind:code:n with a kind of ${jobKinds.join(', ')} and a code of ${faultCodes.join(', ')}, not ${quoted(fault)}.`
  }
  return undefined
}

function dataDir(value) {
  if (value === undefined) return undefined
  let nearest = resolve(value)
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest)
  if (!statSync(nearest).isDirectory()) return `DATA_DIR ${quoted(value)} cannot be a folder: ${nearest} is a file.`
  try {
    accessSync(nearest, constants.W_OK)
    return undefined
  } catch {
    return `DATA_DIR ${quoted(value)} cannot be written: make ${nearest} writable or name another folder.`
  }
}

function isFile(file, right = constants.R_OK) {
  try {
    accessSync(file, right)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function program(name, value) {
  if (value === undefined || isFile(value, constants.X_OK)) return undefined
  return `${name} must be the path of a program, e.g. /usr/bin/ffmpeg: ${quoted(value)} cannot be run.`
}

function quoted(value) {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
}
