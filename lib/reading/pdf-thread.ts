import { parentPort, workerData } from 'node:worker_threads'
import { getDocument } from 'unpdf/pdfjs'
import { z } from 'zod'

const OrderSchema = z.object({ bytes: z.instanceof(Uint8Array), mostPages: z.int(), mostCharacters: z.int() })

/** A line lower than this, in heights of its letters, begins a new paragraph. */
const paragraphGap = 1.7

type Item = { str: string; hasEOL: boolean; height: number; transform: number[] }

/** One page's items as text: its own line breaks, and an empty line between paragraphs. */
function textOf(items: readonly (Item | object)[]): string {
  let text = ''
  let last: { y: number; height: number } | null = null
  for (const item of items) {
    if (!('str' in item)) continue
    const y = item.transform[5] ?? 0
    if (item.str.trim() !== '') {
      const height = Math.max(item.height, last?.height ?? 0, 1)
      if (last && last.y - y > paragraphGap * height) text += '\n\n'
      else if (last && Math.abs(last.y - y) > 0.5 * height && !/\s$/.test(text)) text += '\n'
      last = { y, height: item.height }
    }
    text += item.str + (item.hasEOL ? '\n' : '')
  }
  return text
}

async function read() {
  const { bytes, mostPages, mostCharacters } = OrderSchema.parse(workerData)
  // Nothing of a PDF runs, is drawn or is fetched: text alone.
  const task = getDocument({
    data: bytes,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    enableXfa: false,
    stopAtErrors: false,
    verbosity: 0,
  })
  const document = await task.promise
  const texts: string[] = []
  let length = 0
  let pagesRead = 0
  while (pagesRead < Math.min(document.numPages, mostPages) && length < mostCharacters) {
    const page = await document.getPage(pagesRead + 1)
    const { items } = await page.getTextContent()
    const text = textOf(items)
    texts.push(text)
    length += text.length
    pagesRead += 1
    page.cleanup()
  }
  const whole = texts.join('\n\n')
  const more = pagesRead < document.numPages || whole.length > mostCharacters
  return { pages: document.numPages, pagesRead, text: whole.slice(0, mostCharacters).toWellFormed(), more }
}

try {
  parentPort?.postMessage(await read())
} catch (error) {
  const isLocked = error instanceof Error && error.name === 'PasswordException'
  parentPort?.postMessage({ trouble: isLocked ? 'locked' : 'broken' })
}
