/** Sheets that say nothing of a business: whoever uses these has their colours. */
const everybodys = /bootstrap|font-?awesome|normalize|reset|swiper|jquery|icons?\b/i
const fontHosts: ReadonlySet<string> = new Set(['fonts.googleapis.com', 'fonts.bunny.net'])

/** The sheets that are worth reading, the site's own first; fonts that a sheet's address already names need no reading. */
export function sheetsOf(addresses: readonly string[], page: URL): { sheets: string[]; fonts: string[] } {
  const urls = addresses.map((address) => new URL(address))
  const isOwn = ({ hostname }: URL): boolean => hostname === page.hostname
  const worth = urls.filter(({ hostname, pathname }) => !fontHosts.has(hostname) && !everybodys.test(pathname))
  return {
    sheets: [...worth.filter(isOwn), ...worth.filter((url) => !isOwn(url))].map(({ href }) => href),
    fonts: urls
      .filter(({ hostname }) => fontHosts.has(hostname))
      .flatMap(({ searchParams }) => searchParams.getAll('family'))
      .flatMap((families) => families.split('|'))
      .map((family) => family.split(':')[0] ?? ''),
  }
}
