import { expect, it, test } from 'vitest'
import { measuringOf } from '../../lib/campaigns/handlers/measured-picture.ts'
import { withCritic } from '../../lib/campaigns/handlers/with-critic.ts'
import { scoreOf } from '../../lib/campaigns/rules/score-of.ts'
import type { PictureJudge } from '../../lib/domain/judge.ts'
import { brokenOf } from '../../lib/domain/score.ts'
import { hearCall } from '../support/google.ts'
import { bakeryGround } from '../support/measured.ts'
import { tinyPicture } from '../support/tiny-media.ts'

const { brief, analysis } = bakeryGround
const [angle] = analysis.angles

/** A judge that finds every picture too flat, and counts its looks. */
function createJudge(): { judge: PictureJudge; looks: () => number } {
  let looks = 0
  return {
    judge: async (bytes) => {
      looks += 1
      const limit = { least: 0.3 }
      return [
        scoreOf({ rule: 'picture.contrast', version: 1, unit: 'share', measured: 0.1, limit, input: bytes.length }),
      ]
    },
    looks: () => looks,
  }
}

test('a picture that a critic was told of is not measured a second time to keep its scores; another one is', async () => {
  if (!angle) throw new Error('No angle.')
  const { judge, looks } = createJudge()
  const measure = measuringOf(judge, { analysis })
  const { call } = withCritic(hearCall(), { brief, analysis, angle }, measure)
  const media = await tinyPicture()
  expect(await call.faultsOf?.picture(media)).toEqual([expect.stringContaining('picture.contrast')])
  expect(await measure(new Uint8Array(media.bytes))).toHaveLength(1)
  expect(looks()).toBe(1)
  expect(await measure(media.bytes.subarray(1))).toHaveLength(1)
  expect(looks()).toBe(2)
})

it('says so when a picture could not be measured: in its certificate, to whoever runs this, not to a critic', async () => {
  if (!angle) throw new Error('No angle.')
  const troubles: unknown[] = []
  const broken = new Error('No thread.')
  const measure = measuringOf(
    () => Promise.reject(broken),
    { analysis },
    (error) => troubles.push(error),
  )
  const media = await tinyPicture()
  const { call } = withCritic(hearCall(), { brief, analysis, angle }, measure)
  expect(await call.faultsOf?.picture(media)).toEqual([])
  const scores = await measure(media.bytes)
  expect(scores).toMatchObject([{ rule: 'picture.measured', measured: 'no', limit: { is: 'yes' } }])
  expect(brokenOf(scores)).toHaveLength(1)
  expect(troubles).toEqual([broken])
})

test('nothing is said where nothing measures', async () => {
  expect(await measuringOf(undefined, { analysis })(new Uint8Array([1]))).toEqual([])
  expect(await measuringOf(createJudge().judge, { analysis: null })(new Uint8Array([1]))).toEqual([])
})
