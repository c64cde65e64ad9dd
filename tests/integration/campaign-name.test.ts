import { afterEach, describe, expect, it } from 'vitest'
import { createCampaigns } from '../../lib/campaigns/campaigns.ts'
import { BriefSchema } from '../../lib/domain/brief.ts'
import { local } from '../../lib/domain/caller.ts'
import { createStudio } from '../../lib/providers/studio/studio.ts'
import { bakery, capacity, factsOf, foldOf } from '../support/campaigns.ts'
import { createEngine } from '../support/engine.ts'

let engine: Awaited<ReturnType<typeof createEngine>>
afterEach(() => engine.close())

describe('the first name of a campaign', () => {
  it('is cut between characters, so that the log and the rows say the same', async () => {
    engine = await createEngine()
    const provider = createStudio({ latencyMs: 0, faults: [] })
    const campaigns = createCampaigns({
      ...engine,
      provider,
      free: provider,
      count: () => 0,
      currency: 'EUR',
      capacity,
    })
    for (const shift of ['', 'x']) {
      const brief = BriefSchema.parse({ ...bakery, business: `${shift}${'🥐'.repeat(40)} and bread from Leeds` })
      const { view } = await campaigns.create(local, brief, null)
      expect(view.name.isWellFormed()).toBe(true)
      expect(view.name).toMatch(/…$/)
      expect(foldOf(await factsOf(engine.reader, view.id))).toEqual(await engine.reader.view(local, view.id))
    }
    await provider.close()
  })
})
