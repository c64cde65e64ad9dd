/** How far `time` has come in a span that begins at `from` and lasts `length`, 0 to 1. */
export const span = (time: number, from: number, length: number): number =>
  Math.min(1, Math.max(0, (time - from) / length))

export const outExpo = (x: number): number => (x >= 1 ? 1 : 1 - 2 ** (-10 * x))
export const outCubic = (x: number): number => 1 - (1 - x) ** 3
export const inOutCubic = (x: number): number => (x < 0.5 ? 4 * x ** 3 : 1 - (2 - 2 * x) ** 3 / 2)

/** Overshoots once and settles at 1. */
export const spring = (x: number): number => (x <= 0 ? 0 : x >= 1 ? 1 : 1 - Math.exp(-6.5 * x) * Math.cos(8.5 * x))
