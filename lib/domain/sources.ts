import type { Brief } from './brief.ts'
import type { WebsiteFacts } from './website.ts'

/** All that facts may come from, as one text: what the brief says, its page where one was read, and what its files say (`more`). */
export function sourceText(brief: Brief, website: WebsiteFacts | undefined, more: readonly string[] = []): string {
  const { business, name, audience, tone, offer, proofPoints } = brief
  const page = website ? [website.url, website.name, website.description, ...website.claims] : []
  return [business, name, brief.website, audience, tone, offer, ...proofPoints, ...page, ...more].join('\n')
}
