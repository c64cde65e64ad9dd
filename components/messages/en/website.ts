import { listOf, plural, spelled } from '../numbers.ts'

export const website = {
  title: 'Website',
  /** What was found on a page, e.g. "its name", "five statements". */
  read: (host: string, found: readonly string[]) => `Read ${host}: ${listOf(found)}.`,
  name: 'its name',
  description: 'its description',
  statements: (n: number) => `${spelled(n)} ${plural(n, 'statement')}`,
  colours: (n: number) => `${spelled(n)} ${plural(n, 'colour')}`,
  /** Why a page was not read, and what helps. The campaign goes on either way. */
  unread: {
    unusable_address: (host: string) =>
      `The address of ${host} cannot be used: it has to be a plain web address, and so does every address it leads to.`,
    private_address: (host: string) =>
      `${host} was not read: it leads into a private network. WEBSITE_ALLOW lets named hosts be read.`,
    unknown_host: (host: string) =>
      `${host} could not be found. Is it spelled right, and does this machine have a network?`,
    unreachable: (host: string) => `${host} did not answer. It may be down, or this machine has no network.`,
    bad_certificate: (host: string) => `${host} was not read: its certificate is not valid.`,
    too_slow: (host: string) => `${host} took too long to answer.`,
    too_many_redirects: (host: string) => `${host} leads from one address to the next without an end.`,
    missing: (host: string) => `${host} has no page at this address.`,
    closed: (host: string) => `${host} does not let programs read this page.`,
    broken: (host: string) => `${host} answered with an error of its own.`,
    not_a_page: (host: string) => `What stands at this address of ${host} is not a web page.`,
    garbled: (host: string) => `What ${host} sent could not be read.`,
    empty: (host: string) =>
      `The page of ${host} has no words that could be read. It may need JavaScript to show them.`,
  },
  goesOn: 'The posts stand on the brief alone.',
  goesOnWithFiles: 'The posts stand on the brief and its files.',
}
