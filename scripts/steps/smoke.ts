import type { Analysis, Angle } from '../../lib/domain/analysis.ts'
import type { Usage } from '../../lib/domain/call.ts'
import type { CallContext, Writer } from '../../lib/domain/provider.ts'
import { BriefSchema } from '../../lib/domain/brief.ts'
import { isProviderError } from '../../lib/domain/errors.ts'

/** What both smoke scripts are made from. */
export const smokeBrief = BriefSchema.parse({
  business: 'Hearth & Crumb is a neighbourhood bakery in Leeds. Sourdough proved for 36 hours. Open from 6 am.',
  objective: 'sales',
  platforms: ['instagram', 'x'],
  postCount: 1,
})

export type Heard = { pieces: number; usages: Usage[] }

/** Takes steps with a real vendor and prints a JSON line for each: what came back, what it cost, and what differs from what the tests say. */
export function createSmoke() {
  let broken = 0
  async function step<Made>(
    name: string,
    run: (call: CallContext) => Promise<Made>,
    differences: (made: Made, heard: Heard) => (string | false)[],
  ): Promise<Made | null> {
    const heard: Heard = { pieces: 0, usages: [] }
    const began = performance.now()
    const call: CallContext = {
      signal: new AbortController().signal,
      call: 1,
      ref: `smoke/${name}`,
      seed: 'smoke/v1',
      say: () => (heard.pieces += 1),
      report: () => {},
      answered: async (usage) => void heard.usages.push(usage),
    }
    const said = (more: object): void =>
      console.log(
        JSON.stringify({ step: name, ms: Math.round(performance.now() - began), usages: heard.usages, ...more }),
      )
    try {
      const made = await run(call)
      said({ ok: true, differs: differences(made, heard).filter((one) => one !== false) })
      return made
    } catch (error) {
      broken += 1
      said({ ok: false, failure: isProviderError(error) ? error.failure : String(error) })
      return null
    }
  }
  /** The words of a campaign of one post: what the rest of it stands on, as far as it came. */
  async function tryWords(writer: Writer): Promise<{ analysis: Analysis | null; angle: Angle | undefined }> {
    const brief = smokeBrief
    const analysis = await step(
      'analysis',
      (call) => writer.analyze({ brief, posts: [{ index: 1, kind: 'text_video' }] }, call),
      (_, heard) => [
        heard.pieces < 5 && `It came in ${heard.pieces} pieces: nothing to watch.`,
        heard.usages.length !== 1 && 'No usage was counted.',
      ],
    )
    const angle = analysis?.angles[0]
    if (analysis && angle) {
      await step(
        'text',
        (call) => writer.write({ brief, analysis, angle, kind: 'text_image' }, call),
        (made, heard) => [
          heard.pieces < 2 && `It came in ${heard.pieces} pieces: nothing to watch.`,
          Object.values(made).some(({ text }) => text.length < 40) && 'A text is shorter than a sentence.',
        ],
      )
    }
    return { analysis, angle }
  }

  return { step, tryWords, broken: () => broken }
}
