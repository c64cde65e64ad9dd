import type { Brief } from '../../../domain/brief.ts'
import type { Quote } from '../../../domain/quote.ts'
export function previewOf(brief: Brief): Pick<Quote, 'found' | 'missing' | 'sample' | 'notes'> {
  void brief
  return { found: [], missing: [], sample: null, notes: [] }
}
