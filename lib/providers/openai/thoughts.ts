const opening = '<think>'
const closing = '</think>'

/**
 * Passes on an answer without the thoughts that some servers leave at its beginning, in pieces of any size. Where thoughts end that nobody saw begin (the
 * tag stood at the end of the prompt), `restart` is called, and what was passed on before is none of the answer.
 */
export function skipThoughts(write: (text: string) => void, restart: () => void): (text: string) => void {
  let place: 'start' | 'thought' | 'answer' = 'start'
  let held = ''
  return (text) => {
    held += text
    if (place === 'start') {
      const begun = held.trimStart()
      if (begun.length < opening.length && opening.startsWith(begun)) return
      place = begun.startsWith(opening) ? 'thought' : 'answer'
    }
    if (place === 'thought') {
      const end = held.indexOf(closing)
      // The end may come in two pieces.
      held = end === -1 ? held.slice(-closing.length) : held.slice(end + closing.length)
      if (end === -1) return
      place = 'answer'
    }
    const late = held.lastIndexOf(closing)
    if (late !== -1) {
      restart()
      held = held.slice(late + closing.length)
    }
    const said = held.slice(0, held.length - begunAtEnd(held))
    if (said !== '') write(said)
    held = held.slice(said.length)
  }
}

/** How much of the end may be the beginning of a closing tag. */
function begunAtEnd(text: string): number {
  for (let length = Math.min(closing.length - 1, text.length); length > 0; length--)
    if (closing.startsWith(text.slice(-length))) return length
  return 0
}
