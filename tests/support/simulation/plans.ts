import { crashPoints, type CrashPlan } from './crash-points.ts'
import { isSabotage, sabotageNames, type SabotageName } from './sabotages.ts'

/** The plan of a seed: crashes by chance, and one kind of point that is hunted; every kind is, within as many seeds as there are kinds. */
export function planOf(seed: number): CrashPlan {
  const hunted = crashPoints[seed % crashPoints.length]
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
