import { digits, listOf, plural, spelled } from '../numbers.ts'

export const uploads = {
  /** The row of the brief. */
  title: 'Files',
  hint: 'Product sheets, guidelines, a logo. What they say can be claimed.',
  choose: 'Choose files',
  drop: 'or drop them here. PDF, PNG, JPEG, WebP or text, up to 10 MB each.',
  full: 'A campaign takes five files.',
  sending: 'Uploading',
  sent: (share: string) => `${share} sent`,
  reading: 'Reading it',
  remove: (name: string) => `Remove ${name}`,
  tooLarge: 'A file may have at most 10 MB. Save a smaller one, or the part that matters.',
  tooMany: (name: string) => `${name} was left out: a campaign takes at most five files.`,
  unreachable: 'The server could not be reached. Remove it and choose it again.',
  failed: 'It could not be uploaded. Remove it and choose it again.',
  gone: 'It is not kept any more: files that no campaign uses are kept for a day. Choose it again.',
  waiting: 'Waiting for the files',
  said: (name: string, what: string) => `${name}: ${what}`,
  /** What was read of a file. */
  pages: (read: number, all: number) =>
    read < all ? `the first ${digits(read)} of ${digits(all)} pages` : `${spelled(all)} ${plural(all, 'page')}`,
  characters: (n: number, cut: boolean) => `${cut ? 'the first ' : ''}${digits(n)} ${plural(n, 'character')} of text`,
  noText: 'no text: only a model that is shown the pages can use them',
  size: (width: number, height: number) => `${digits(width)} × ${digits(height)} pixels`,
  colours: (n: number) => `${spelled(n)} ${plural(n, 'colour')}`,
  read: (found: readonly string[]) => `Read ${listOf(found)}.`,
  shown: 'The model was shown the file itself.',
}
