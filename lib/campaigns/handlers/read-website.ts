import type { HandlerContext } from '../../domain/handler.ts'
import type { WebsiteReader, WebsiteReading } from '../../domain/website.ts'

/** Reads the page that the brief names; null when it names none. A page that cannot be read stops nothing. Throws only the signal's reason. */
export async function readWebsite(
  { claim, report, signal }: Pick<HandlerContext, 'claim' | 'report' | 'signal'>,
  reader: WebsiteReader,
): Promise<WebsiteReading | null> {
  const { website } = claim.brief
  if (website === null) return null
  report({ message: `Reading ${new URL(website).hostname.replace(/^www\./, '')}` })
  return reader.read(website, signal)
}
