import { BriefSchema } from '../../../domain/brief.ts'
import { previewOf } from './preview-of.ts'

/**
 * Reads and writes one small brief, so that the tagger's word lists and the patterns are compiled before somebody waits for them: the first
 * brief of a process costs some 300 ms more than the next. Call it once, when the process has nothing else to do.
 */
export function warmUp(): void {
  previewOf(
    BriefSchema.parse({
      business: 'Corner Bakery is a bakery in Leeds. We bake 9 kinds of bread and open at 6 am.',
      objective: 'sales',
    }),
  )
}
