import type { CampaignView } from '../domain/campaign.ts'

/** A campaign as a file to keep, named as the campaign is. */
export function campaignFile(
  { id, name }: Pick<CampaignView, 'id' | 'name'>,
  { body, mime, ending }: { body: BodyInit; mime: string; ending: string },
): Response {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
  const headers = {
    'content-type': mime,
    'content-disposition': `attachment; filename="${plain || id}.${ending}"`,
    'cache-control': 'private, no-store',
  }
  return new Response(body, { headers })
}
