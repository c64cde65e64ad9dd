import { describe, expect, it } from 'vitest'
import { studioParts } from '../../components/campaign/parts.ts'
import { en } from '../../components/messages/en.ts'
import { maker } from '../../components/messages/maker.ts'
import { createCrew, type Crew } from '../../lib/campaigns/crew.ts'
import { JobKindSchema } from '../../lib/domain/job.ts'
import { createStudio } from '../../lib/providers/studio/studio.ts'
import { googleAt } from '../support/google.ts'
import { openAiAt } from '../support/openai.ts'

describe('who makes what', () => {
  it('is told by words of the page, and by the name of whom it does not know', () => {
    const named = (name: string): string => maker(en.post.made.providers, name)
    expect(['studio', 'google', 'openai', 'scripted'].map(named)).toEqual([
      'Studio, on this machine',
      'Google',
      'Your own model',
      'scripted',
    ])
  })

  it('is the studio’s in a campaign of its own, and its pictures beside an own model', () => {
    expect(studioParts('studio')).toEqual(['text', 'image', 'video'])
    expect(studioParts('openai')).toEqual(['image', 'video'])
    expect(studioParts('google')).toEqual([])
  })

  it('weighs its first jobs by who makes them', async () => {
    const studio = createStudio({ latencyMs: 0, faults: [] })
    const own = createCrew(await openAiAt('http://127.0.0.1:9/v1'), studio)
    const google = googleAt('http://127.0.0.1:9')
    const weights = (crew: Crew): number[] => JobKindSchema.options.map((kind) => crew.guess(kind))
    expect(weights(createCrew(studio, studio))).toEqual([400, 300, 1_500, 9_000])
    expect(weights(own)).toEqual([60_000, 20_000, 1_500, 9_000])
    expect(weights(createCrew(google, google))).toEqual([12_000, 6_000, 15_000, 90_000])
    await studio.close()
  })

  it('is planned job by job: words by the writer, pictures and films by the provider', async () => {
    const studio = createStudio({ latencyMs: 0, faults: [] })
    const crew = createCrew(await openAiAt('http://127.0.0.1:9/v1'), studio)
    expect(crew.name).toBe('openai')
    expect(JobKindSchema.options.map((kind) => crew.maker(kind))).toEqual([
      { provider: 'openai', model: 'qwen3:8b' },
      { provider: 'openai', model: 'qwen3:8b' },
      { provider: 'studio', model: 'studio-still-1' },
      { provider: 'studio', model: 'studio-film-1' },
    ])
    await studio.close()
  })
})
