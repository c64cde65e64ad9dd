/** Outlines of signs that the text fonts lack: a path in a 1000-unit em (y down, baseline at 0, capital height 700) and an advance. */
export type Sign = { outline: string; advance: number; top: number; bottom: number }

const arrow = (angle: number): Sign => {
  const turn = (x: number, y: number): string => {
    const radians = (angle * Math.PI) / 180
    const dx = x - 430
    const dy = y + 340
    const px = 430 + dx * Math.cos(radians) - dy * Math.sin(radians)
    const py = -340 + dx * Math.sin(radians) + dy * Math.cos(radians)
    return `${px.toFixed(1)} ${py.toFixed(1)}`
  }
  const corners: [number, number][] = [
    [80, -390],
    [590, -390],
    [405, -575],
    [476, -646],
    [782, -340],
    [476, -34],
    [405, -105],
    [590, -290],
    [80, -290],
  ]
  return { outline: `M${corners.map(([x, y]) => turn(x, y)).join('L')}Z`, advance: 860, top: -690, bottom: 10 }
}

const check: Sign = {
  outline: 'M70 -330L150 -410L310 -250L690 -630L770 -550L310 -90Z',
  advance: 840,
  top: -630,
  bottom: -90,
}

function star(): Sign {
  const points = Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 === 0 ? 390 : 160
    const angle = -Math.PI / 2 + (i * Math.PI) / 5
    return `${(420 + radius * Math.cos(angle)).toFixed(1)} ${(-330 + radius * Math.sin(angle)).toFixed(1)}`
  })
  return { outline: `M${points.join('L')}Z`, advance: 840, top: -720, bottom: -14 }
}

const heart: Sign = {
  outline:
    'M420 -20C160 -220 60 -340 60 -490C60 -610 145 -690 245 -690C320 -690 385 -650 420 -580C455 -650 520 -690 595 -690C695 -690 780 -610 780 -490C780 -340 680 -220 420 -20Z',
  advance: 840,
  top: -690,
  bottom: -20,
}

/** Signs drawn here, by character. */
export const symbols: ReadonlyMap<string, Sign> = new Map([
  ['→', arrow(0)],
  ['➔', arrow(0)],
  ['➜', arrow(0)],
  ['➡', arrow(0)],
  ['⇒', arrow(0)],
  ['↘', arrow(45)],
  ['↓', arrow(90)],
  ['↙', arrow(135)],
  ['←', arrow(180)],
  ['↖', arrow(225)],
  ['↑', arrow(270)],
  ['↗', arrow(315)],
  ['✓', check],
  ['✔', check],
  ['★', star()],
  ['☆', star()],
  ['⭐', star()],
  ['♥', heart],
  ['❤', heart],
])
