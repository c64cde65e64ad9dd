const opening = '<think>'
const closing = '</think>'

/** Passes on an answer without the thoughts that some servers leave at its beginning, in pieces of any size. */
export function skipThoughts(write: (text: string) => void): (text: string) => void {
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
    if (held !== '') write(held)
    held = ''
  }
}
