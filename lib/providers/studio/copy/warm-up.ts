import { BriefSchema } from '../../../domain/brief.ts'
import { composeAnalysis } from './compose-analysis.ts'
import { composePost } from './compose-post.ts'

const samples = [
  'Corner Bakery is a bakery in Leeds. We bake 9 kinds of bread, proved for 24 hours, and open at 6 am. On Fridays, two for one on rolls. Order by Thursday.',
  'Tallyhouse keeps the books of small teams. It matches 400 accounts overnight, so month-end takes 2 days, not 9. Free for 30 days.',
]

/**
 * Writes two small campaigns, so that the tagger's word lists and the patterns are compiled before somebody waits for them: the first brief of a
 * process costs some 500 ms more than the next. Call it once, when the process has nothing else to do.
 */
export function warmUp(): void {
  for (const business of samples) {
    const brief = BriefSchema.parse({ business, objective: 'sales' })
    const posts = [1, 2, 3].map((index) => ({ index, kind: 'text_image' as const }))
    const { analysis } = composeAnalysis({ brief, posts }, 'warm')
    for (const angle of analysis.angles) composePost({ brief, analysis, angle, kind: 'text_image' }, 'warm')
  }
}
