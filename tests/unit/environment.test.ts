import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readEnv } from '../../lib/env.ts'
import { environmentProblems } from '../../scripts/steps/environment.mjs'
import { writeIdentity } from '../support/cloud-credentials.ts'

const vertex = {
  GOOGLE_GENAI_USE_VERTEXAI: 'true',
  GOOGLE_CLOUD_PROJECT: 'bakery-472311',
  GOOGLE_CLOUD_LOCATION: 'global',
}
const folder = mkdtempSync(path.join(os.tmpdir(), 'unfold-credentials-'))
afterAll(() => rmSync(folder, { recursive: true }))
const credentials = writeIdentity(folder, 'http://127.0.0.1:9')

describe('the environment before anything is installed', () => {
  test.each([
    {},
    { PORT: '', HOST: '' },
    { PORT: '0', HOST: '127.0.0.1' },
    { PORT: '65535', HOST: 'localhost', ROLE: 'web' },
    { HOST: '::1', PROVIDER: 'studio', STUDIO_LATENCY_MS: '250' },
    { PROVIDER: 'auto', GEMINI_API_KEY: 'key', GOOGLE_GENAI_BASE_URL: 'http://127.0.0.1:9999' },
    { STUDIO_FAULTS: 'image:unavailable:1,video:refused:9' },
    { STUDIO_FAULTS: '' },
    { CRITIC: 'off' },
    { PROVIDER: 'google', GEMINI_API_KEY: 'key', GOOGLE_TEXT_MODEL: 'gemini-9', USD_RATE: '0.9' },
    { GEMINI_API_KEY: 'key', GOOGLE_CATALOGUE: import.meta.filename },
    { GOOGLE_CATALOGUE: '/no/such/file.json' },
    { PROVIDER: 'studio', GEMINI_API_KEY: 'key', GOOGLE_GENAI_DEBUG: '1', CURRENCY: 'SEK' },
    { GEMINI_API_KEY: 'key', CURRENCY: 'SEK', USD_RATE: '9.5', GOOGLE_GENAI_BASE_URL: 'https://gateway.example' },
    { GEMINI_API_KEY: 'key', CURRENCY: 'USD', GOOGLE_GENAI_BASE_URL: 'http://[::1]:1' },
    { ...vertex, GOOGLE_VIDEO_LOCATION: 'us-central1', GOOGLE_GENAI_BASE_URL: 'http://127.0.0.1:9' },
    { ...vertex, GOOGLE_GENAI_USE_VERTEXAI: 'True', GOOGLE_APPLICATION_CREDENTIALS: credentials },
    { ...vertex, PROVIDER: 'studio', GEMINI_API_KEY: 'key' },
    { GOOGLE_GENAI_USE_VERTEXAI: 'false', GOOGLE_CLOUD_PROJECT: 'bakery-472311', GEMINI_API_KEY: 'key' },
    { GOOGLE_CLOUD_PROJECT: 'bakery-472311', GOOGLE_APPLICATION_CREDENTIALS: '/no/such/file.json' },
    { HOST: '0.0.0.0', ROLE: 'worker' },
    {
      PROVIDER: 'openai',
      OPENAI_BASE_URL: 'http://192.168.1.20:11434/v1',
      OPENAI_TEXT_MODEL: 'hf.co/qwen/Qwen3-8B:Q4_K_M',
    },
    { OPENAI_BASE_URL: 'https://gateway.example/v1', OPENAI_API_KEY: 'sk-1' },
    { OPENAI_BASE_URL: 'http://localhost:1234/v1', OPENAI_API_KEY: 'sk-1' },
    { OPENAI_API_KEY: 'sk-1' },
    { PROVIDER: 'studio', OPENAI_BASE_URL: 'http://192.168.1.20:11434/v1', OPENAI_API_KEY: 'sk-1' },
    { CURRENCY: 'GBP' },
    { WEBSITE_ALLOW: 'wiki.intranet, shop.intranet:8080,' },
    { FFMPEG_PATH: process.execPath },
    { DATABASE_URL: 'file:./elsewhere.db', WORKER_CONCURRENCY: '4', DRAIN_S: '0', LOG_DAYS: '30' },
  ])('%j is fine', (env) => {
    expect(environmentProblems(env)).toEqual([])
    expect(() => readEnv(env)).not.toThrow()
  })

  test.each([
    ['PORT', 'abc'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['HOST', '0.0.0.0'],
    ['HOST', 'example.com'],
    ['HOST', '127.0.0.1.example.com'],
    ['ROLE', 'boss'],
    ['PROVIDER', 'Studio'],
    ['PROVIDER', 'google'],
    ['PROVIDER', 'openai'],
    ['OPENAI_BASE_URL', 'somewhere'],
    ['OPENAI_BASE_URL', 'ftp://127.0.0.1'],
    ['OPENAI_BASE_URL', 'http://me:secret@127.0.0.1/v1'],
    ['OPENAI_BASE_URL', 'http://127.0.0.1/v1?key=secret'],
    ['OPENAI_API_KEY', 'two words'],
    ['OPENAI_TEXT_MODEL', 'a model'],
    ['GOOGLE_GENAI_BASE_URL', 'somewhere'],
    ['GOOGLE_GENAI_BASE_URL', 'ftp://127.0.0.1'],
    ['GOOGLE_GENAI_BASE_URL', 'http://gateway.example'],
    ['GOOGLE_TEXT_MODEL', 'models/gemini'],
    ['GOOGLE_GENAI_USE_VERTEXAI', 'maybe'],
    ['GOOGLE_CLOUD_PROJECT', 'My Project'],
    ['GOOGLE_CLOUD_PROJECT', 'a/../b'],
    ['GOOGLE_CLOUD_LOCATION', 'evil.example/'],
    ['GOOGLE_CLOUD_LOCATION', 'us_central1'],
    ['GOOGLE_VIDEO_LOCATION', 'US'],
    ['USD_RATE', '0'],
    ['USD_RATE', 'cheap'],
    ['GEMINI_API_KEY', 'two words'],
    ['DATABASE_URL', 'mysql://localhost'],
    ['DATABASE_URL', 'postgres://localhost/unfold'],
    ['CURRENCY', 'euro'],
    ['STUDIO_LATENCY_MS', 'slow'],
    ['STUDIO_FAULTS', 'image'],
    ['STUDIO_FAULTS', 'image:unavailable:-1'],
    ['STUDIO_FAULTS', 'image:unavailable:1:2'],
    ['STUDIO_FAULTS', 'picture:unavailable:1'],
    ['STUDIO_FAULTS', 'image:tired:1'],
    ['WORKER_CONCURRENCY', '0'],
    ['WORKER_CONCURRENCY', '65'],
    ['DRAIN_S', 'never'],
    ['LOG_DAYS', '0'],
    ['WEBSITE_ALLOW', 'http://wiki.intranet/'],
    ['WEBSITE_ALLOW', '*'],
    ['CRITIC', 'yes'],
    ['FFMPEG_PATH', '/no/such/ffmpeg'],
    ['FFMPEG_PATH', import.meta.dirname],
    ['FFMPEG_PATH', import.meta.filename],
  ])('%s=%s is one line that names it', (name, value) => {
    const problems = environmentProblems({ [name]: value })
    expect(() => readEnv({ [name]: value })).toThrow(name)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name}\\b`))
    expect(problems[0]).not.toContain('\n')
  })

  test.each([
    ['USD_RATE', { GEMINI_API_KEY: 'the-key', CURRENCY: 'SEK' }],
    ['USD_RATE', { ...vertex, CURRENCY: 'SEK' }],
    ['GOOGLE_CLOUD_PROJECT', { ...vertex, GOOGLE_CLOUD_PROJECT: '' }],
    ['GOOGLE_CLOUD_LOCATION', { ...vertex, GOOGLE_CLOUD_LOCATION: '' }],
    ['GEMINI_API_KEY', { ...vertex, GEMINI_API_KEY: 'the-key' }],
    ['GEMINI_API_KEY', { ...vertex, GOOGLE_GENAI_USE_ENTERPRISE: '1', GEMINI_API_KEY: 'the-key' }],
    ['GOOGLE_APPLICATION_CREDENTIALS', { ...vertex, GOOGLE_APPLICATION_CREDENTIALS: '/no/such/file.json' }],
    ['GOOGLE_APPLICATION_CREDENTIALS', { ...vertex, GOOGLE_APPLICATION_CREDENTIALS: import.meta.filename }],
    ['GOOGLE_APPLICATION_CREDENTIALS', { ...vertex, GOOGLE_APPLICATION_CREDENTIALS: '{"private_key":"the-key"}' }],
    ['GOOGLE_CATALOGUE', { GEMINI_API_KEY: 'the-key', GOOGLE_CATALOGUE: '/no/such/file.json' }],
    ['GOOGLE_CATALOGUE', { ...vertex, GOOGLE_CATALOGUE: import.meta.dirname }],
    ['GOOGLE_CATALOGUE', { GEMINI_API_KEY: 'the-key', GOOGLE_CATALOGUE: 'the-key' }],
    ['GOOGLE_GENAI_DEBUG', { ...vertex, GOOGLE_GENAI_DEBUG: '1' }],
    ['GOOGLE_SDK_NODE_LOGGING', { ...vertex, GOOGLE_SDK_NODE_LOGGING: 'auth' }],
    ['PROVIDER', { PROVIDER: 'google', GOOGLE_GENAI_USE_VERTEXAI: 'false' }],
    ['GOOGLE_GENAI_DEBUG', { GEMINI_API_KEY: 'the-key', GOOGLE_GENAI_DEBUG: '1' }],
    ['PROVIDER', { PROVIDER: 'google', GEMINI_API_KEY: '' }],
    ['GEMINI_API_KEY', { GEMINI_API_KEY: 'the-key and more' }],
    ['OPENAI_BASE_URL', { OPENAI_BASE_URL: 'http://192.168.1.20:1234/v1', OPENAI_API_KEY: 'the-key' }],
    ['OPENAI_API_KEY', { OPENAI_BASE_URL: 'http://127.0.0.1:1234/v1', OPENAI_API_KEY: 'the-key and more' }],
  ])('%s is asked for or refused, and the key is not shown', (name, env) => {
    const problems = environmentProblems(env)
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name}\\b`))])
    const read = () => readEnv(env)
    expect(read).toThrow(name)
    expect(read).not.toThrow('the-key')
    expect(problems[0]).not.toContain('the-key')
  })

  test('the critic looks unless it is told not to', () => {
    expect(readEnv({}).CRITIC).toBe('on')
    expect(readEnv({ CRITIC: 'off' }).CRITIC).toBe('off')
  })

  test('Google is the provider when a key is there and nothing else is asked for', () => {
    expect(readEnv({}).google).toBeNull()
    expect(readEnv({ PROVIDER: 'studio', GEMINI_API_KEY: 'k' }).google).toBeNull()
    expect(readEnv({ GEMINI_API_KEY: 'k', GOOGLE_VIDEO_MODEL: 'v' }).google).toEqual({
      access: { apiKey: 'k' },
      baseUrl: null,
      models: { video: 'v' },
      usdRate: 0.86,
      catalogueFile: null,
    })
    const place = { project: 'bakery-472311', location: 'global' }
    expect(readEnv(vertex).google?.access).toEqual({ vertex: { ...place, filmLocation: 'global' } })
    expect(readEnv({ ...vertex, GOOGLE_VIDEO_LOCATION: 'us-central1' }).google?.access).toEqual({
      vertex: { ...place, filmLocation: 'us-central1' },
    })
    expect(readEnv({ ...vertex, PROVIDER: 'studio' }).google).toBeNull()
    expect(readEnv({ ...vertex, GOOGLE_GENAI_USE_ENTERPRISE: 'false' }).google).toBeNull()
    expect(readEnv({ GEMINI_API_KEY: 'k' })).not.toHaveProperty('GEMINI_API_KEY')
  })

  test('the provider that is named wins; else a key for Google does, then the address of an own model, then the studio', () => {
    const both = { GEMINI_API_KEY: 'k', OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', OPENAI_TEXT_MODEL: 'qwen3:8b' }
    const chosen = (env: Record<string, string>): string => {
      const { google, openai } = readEnv(env)
      return google && openai ? 'both' : google ? 'google' : openai ? 'openai' : 'studio'
    }
    expect(chosen({ ...both, PROVIDER: 'openai' })).toBe('openai')
    expect(chosen({ ...both, PROVIDER: 'google' })).toBe('google')
    expect(chosen({ ...both, PROVIDER: 'studio' })).toBe('studio')
    expect(chosen(both)).toBe('google')
    expect(chosen({ ...vertex, OPENAI_BASE_URL: both.OPENAI_BASE_URL })).toBe('google')
    expect(chosen({ ...both, GEMINI_API_KEY: '' })).toBe('openai')
    expect(chosen({ OPENAI_API_KEY: 'k' })).toBe('studio')
    expect(readEnv({ ...both, PROVIDER: 'openai' }).openai).toEqual({
      baseUrl: both.OPENAI_BASE_URL,
      apiKey: null,
      model: 'qwen3:8b',
    })
    expect(readEnv({ ...both, OPENAI_API_KEY: 'k' })).not.toHaveProperty('OPENAI_API_KEY')
  })

  test('a DATA_DIR below a file is refused', () => {
    const problems = environmentProblems({ DATA_DIR: new URL(import.meta.url).pathname + '/data' })
    expect(problems[0]).toContain('is a file')
  })
})
