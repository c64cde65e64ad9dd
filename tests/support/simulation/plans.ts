import { crashPoints, type CrashPlan, type CrashPoint } from './crash-points.ts'
import { isSabotage, sabotageNames, type SabotageName } from './sabotages.ts'

/** What comes to pass in half of the histories or fewer: every third seed hunts one of these. */
const rare: readonly CrashPoint[] = [
  'cancel:before',
  'cancel:after',
  'handBack:before',
  'handBack:after',
  'cancelCampaign:before',
  'cancelCampaign:after',
  'resumeCampaign:before',
  'resumeCampaign:after',
  'draftParked:before',
  'draftParked:after',
  'keep:before',
  'keep:after',
]

/** The plan of a seed: crashes by chance, and one kind of point that is hunted; each kind is, again and again. */
export function planOf(seed: number): CrashPlan {
  const turn = Math.floor(seed / 3)
  const hunted = seed % 3 === 0 ? rare[turn % rare.length] : crashPoints[(turn * 2 + (seed % 3)) % crashPoints.length]
  if (hunted === undefined) throw new RangeError('Seeds are whole numbers from 0.')
  return { by: 'chance', hunted, share: 0.002, most: 4 }
}

/** The planted fault of that name, null for none. Throws a RangeError that names them all. */
export function sabotageOf(name: string | boolean | undefined): SabotageName | null {
  if (name === undefined) return null
  if (typeof name !== 'string' || !isSabotage(name))
    throw new RangeError(`--sabotage: one of ${sabotageNames.join(', ')}.`)
  return name
}
