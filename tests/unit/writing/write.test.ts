import { describe, expect, test } from 'vitest'
import type { TextRequest } from '../../../lib/domain/provider.ts'
import { askTwice, type Model } from '../../../lib/providers/writing/ask-json.ts'
import { write } from '../../../lib/providers/writing/write.ts'
import { bakery, hearCall } from '../../support/google.ts'
import { analysisFor } from '../../support/campaigns.ts'

/** A model that says the same whatever it is asked. */
function modelThatSays(answer: unknown): Model {
  const ask: Model['ask'] = (question, call, mend) =>
    askTwice('A model', async () => ({ text: JSON.stringify(answer), cut: false }), question, call, mend)
  return { name: 'A model', ask, converse: (_, work) => work(ask), critic: null }
}

const brief = bakery({ platforms: ['x'] })
const request = (): TextRequest => {
  const analysis = analysisFor({ posts: [{ index: 1, kind: 'text_image' }] })
  const [angle] = analysis.angles
  if (!angle) throw new Error('No angle.')
  return { brief, analysis, angle, kind: 'text_image' }
}
const written = async (text: string, instruction?: string): Promise<string | undefined> =>
  (await write(modelThatSays({ x: { text, hashtags: [] } }), request(), hearCall('job_1/1', instruction))).x?.text

describe('a post that a model writes', () => {
  test('names what the person who has it made again asks for, as if it stood in the brief', async () => {
    const text = 'Bread for the night shift. Come and say hello with @leedsnights at nights.example.'
    expect(await written(text, 'Mention @leedsnights and nights.example')).toBe(text)
    expect(await written(text)).toBe('Bread for the night shift.')
  })

  test('loses an address of nobody alone where its one sentence would leave nothing', async () => {
    expect(await written('Sourdough proved for 36 hours, order at evil.example today')).toBe(
      'Sourdough proved for 36 hours, order at today',
    )
  })
})
