import type { CampaignView } from './campaign.ts'

const columns = ['post', 'platform', 'text', 'hashtags', 'link', 'characters', 'image', 'video', 'approval'] as const

/**
 * The posts as CSV (RFC 4180, UTF-8 with a mark for spreadsheets): a row for each post and platform. A cell that a spreadsheet would run as a
 * formula gets an apostrophe in front.
 */
export function postsTable({ posts }: Pick<CampaignView, 'posts'>): string {
  const rows = posts.flatMap(({ index, texts, imageAssetId, videoAssetId, approval }) =>
    Object.entries(texts).map(([platform, { text, hashtags, link, characters }]) => [
      String(index),
      platform,
      text,
      hashtags.map((tag) => `#${tag}`).join(' '),
      link ?? '',
      String(characters),
      imageAssetId ?? '',
      videoAssetId ?? '',
      approval,
    ]),
  )
  return `\uFEFF${[columns, ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`
}

function cellOf(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
