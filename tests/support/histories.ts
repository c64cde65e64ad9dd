import type { Step } from './model.ts'
import { fc } from './property.ts'

// Work is likelier than trouble, so that histories reach every end and not only the first failure.
const likely: Record<Step['act'], number> = {
  start: 12,
  complete: 12,
  say: 5,
  progress: 5,
  unavailable: 1,
  rateLimited: 1,
  refuse: 1,
  handBack: 1,
  crash: 1,
  cancelJob: 1,
  retry: 3,
  cancelCampaign: 1,
  pause: 2,
  resume: 4,
  edit: 2,
  lock: 1,
  regenerate: 3,
}
const acts = Object.entries(likely).flatMap(([act, weight]) => Array<Step['act']>(weight).fill(act as Step['act']))
const step = fc.record<Step>({ act: fc.constantFrom(...acts), pick: fc.nat(1_000), size: fc.nat(100) })
/** A history of steps, most of them work. */
export const steps = fc.array(step, { minLength: 1, maxLength: 160, size: 'max' })
export const briefs = fc.record({
  postCount: fc.integer({ min: 1, max: 9 }),
  visuals: fc.record({ images: fc.boolean(), videos: fc.boolean() }),
})
