/** Share of the standard normal below `z` (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * series
  return z < 0 ? tail : 1 - tail
}

/** Below this share, and above its counterpart, the tail has its own form. */
const tailShare = 0.02425

/** Inverse of `normalShare` for shares in (0, 1) (Acklam's rational approximation, relative error below 1.2e-9). */
export function normalAt(share: number): number {
  if (share > 1 - tailShare) return -normalAt(1 - share)
  if (share < tailShare) {
    const q = Math.sqrt(-2 * Math.log(share))
    const above = -0.3223964580411365 * q ** 4 - 2.400758277161838 * q ** 3 - 2.549732539343734 * q ** 2
    const below = 0.007784695709041462 * q ** 4 + 0.3224671290700398 * q ** 3 + 2.445134137142996 * q ** 2
    return (
      (-0.007784894002430293 * q ** 5 + above + 4.374664141464968 * q + 2.938163982698783) /
      (below + 3.754408661907416 * q + 1)
    )
  }
  const q = share - 0.5
  const r = q * q
  const above = 138.357751867269 + r * (-275.9285104469687 + r * (220.9460984245205 + r * -39.69683028665376))
  const below = -155.6989798598866 + r * (161.5858368580409 + r * -54.47609879822406)
  return (
    ((2.506628277459239 + r * (-30.66479806614716 + r * above)) * q) /
    (1 + r * (-13.28068155288572 + r * (66.80131188771972 + r * below)))
  )
}
