import type { WebsiteReading } from '../../lib/domain/website.ts'
import { en } from '../messages/en.ts'

const words = en.website

/** What was read of a website, or why it was not; `files` says that there are others to stand on. */
export function websiteWords(reading: WebsiteReading, files = false): string {
  const host = new URL(reading.url).hostname.replace(/^www\./, '')
  if (reading.status === 'unread')
    return `${words.unread[reading.reason](host)} ${files ? words.goesOnWithFiles : words.goesOn}`
  const { name, description, claims, colours } = reading
  return words.read(host, [
    ...(name === null ? [] : [words.name]),
    ...(description === null ? [] : [words.description]),
    ...(claims.length === 0 ? [] : [words.statements(claims.length)]),
    ...(colours.length === 0 ? [] : [words.colours(colours.length)]),
  ])
}
