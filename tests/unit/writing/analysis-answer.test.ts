import { describe, expect, test } from 'vitest'
import { analysisAnswerSchema, checkAnalysis, mendAnalysis } from '../../../lib/providers/writing/analysis-answer.ts'
import { pictureAndFilm } from '../../support/google.ts'
import { analysisFor } from '../../support/campaigns.ts'

describe('an analysis whose posts are counted otherwise', () => {
  test.each([
    ['from nothing', [0, 1]],
    ['backwards from nothing', [1, 0]],
    ['twice the same', [2, 2]],
    ['from below nothing', [-1, 7]],
  ])('%s has its angles in the order in which they stand', (_, indexes) => {
    const { angles, ...rest } = analysisFor({ posts: pictureAndFilm })
    const two = ['Short sentences', 'Plain words']
    const whole = { ...rest, valuePropositions: two, voice: { do: two, dont: two } }
    const said = { ...whole, angles: angles.map((angle, at) => ({ ...angle, index: indexes[at] })) }
    const answer = analysisAnswerSchema(pictureAndFilm.length).parse(said)
    expect(checkAnalysis(answer, { posts: pictureAndFilm })[0]).toMatch('one for each index of 1, 2')
    const mended = mendAnalysis(answer, { posts: pictureAndFilm })
    expect(mended.angles.map(({ index, title }) => [index, title])).toEqual(
      angles.map(({ title }, at) => [at + 1, title]),
    )
  })
})
