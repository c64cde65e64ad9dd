import type { Analysis, Palette } from '../../lib/domain/analysis.ts'

/** Who posts, as far as the analysis has said. */
export type Account = { name: string; handle: string; under: string | null; palette: Palette | null }

export function accountOf(analysis: Analysis): Account {
  const { name, handle, trade, place } = analysis.business
  const under = [trade, place].filter((part): part is string => part !== null && part !== '')
  return {
    name,
    handle,
    under:
      under.length === 0
        ? null
        : under.map((part, at) => (at === 0 ? part.charAt(0).toUpperCase() + part.slice(1) : part)).join(', '),
    palette: analysis.visualDirection.palette,
  }
}
