import { clampChroma, formatHex, interpolate, oklch, wcagContrast } from 'culori'
import type { Palette } from '../../../domain/analysis.ts'

/** WCAG 2.2, 1.4.3: contrast of text with what is behind it. */
export const textContrast = 4.5

/** The colours of one card. `ink` reads on `ground`, `popInk` on `pop`; `art` are three tints for shapes, near to far. */
export type Scheme = {
  ground: string
  ink: string
  pop: string
  popInk: string
  art: readonly [string, string, string]
  dark: boolean
}

/** The wished colour, moved along its lightness until it reads on `ground`; black or white at the end of the way. */
function readableOn(ground: string, wish: string): string {
  if (wcagContrast(ground, wish) >= textContrast) return wish
  const start = oklch(wish) ?? { mode: 'oklch' as const, l: 0.5, c: 0 }
  const lighter = wcagContrast(ground, '#ffffff') >= wcagContrast(ground, '#000000')
  for (let step = 1; step <= 20; step++) {
    const l = lighter ? start.l + ((1 - start.l) * step) / 20 : start.l * (1 - step / 20)
    const moved = formatHex(clampChroma({ ...start, l }, 'oklch'))
    if (wcagContrast(ground, moved) >= textContrast) return moved
  }
  return lighter ? '#ffffff' : '#000000'
}

const mix = (from: string, to: string, share: number): string =>
  formatHex(interpolate([from, to], 'oklab')(share)) ?? from

/** The first colour that stands out from `ground` as a shape, else the one that does so most. */
function standsOut(ground: string, wishes: readonly [string, ...string[]]): string {
  const seen = wishes.find((wish) => wcagContrast(ground, wish) >= 1.35)
  return seen ?? wishes.reduce((best, wish) => (wcagContrast(ground, wish) > wcagContrast(ground, best) ? wish : best))
}

function scheme(
  ground: string,
  ink: string,
  pops: readonly [string, ...string[]],
  popInk: (pop: string) => string,
): Scheme {
  const pop = standsOut(ground, pops)
  return {
    ground,
    ink: readableOn(ground, ink),
    pop,
    popInk: readableOn(pop, popInk(pop)),
    art: [pop, mix(ground, pop, 0.5), mix(ground, pop, 0.2)],
    dark: wcagContrast(ground, '#ffffff') > wcagContrast(ground, '#000000'),
  }
}

/** Card colours from a palette: quiet for hook and end, loud and deep for the proofs. Text contrast holds for any palette. */
export function schemesOf({ ground, surface, ink, accent, onAccent }: Palette): {
  quiet: Scheme
  loud: Scheme
  deep: Scheme
  light: Scheme
} {
  const onPop = (pop: string): string => (pop === accent ? onAccent : pop === ink ? ground : ink)
  const deepGround = wcagContrast(ink, '#ffffff') >= wcagContrast(ground, '#ffffff') ? ink : ground
  const deepInk = deepGround === ink ? ground : ink
  return {
    quiet: scheme(ground, ink, [accent, ink], onPop),
    loud: scheme(accent, onAccent, [ground, ink, onAccent], onPop),
    deep: scheme(deepGround, deepInk, [accent, deepInk], onPop),
    light: scheme(surface, ink, [accent, ink], onPop),
  }
}
