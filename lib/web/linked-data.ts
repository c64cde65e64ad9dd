import { z } from 'zod'

/** schema.org types that are the business itself. */
const business =
  /(?:Organization|Business|Store|Shop|Restaurant|Bakery|Cafe|Corporation|Hotel|Dentist|Physician|WebSite)$/i
const NodeSchema = z.looseObject({
  '@type': z.union([z.string(), z.array(z.string())]).optional(),
  '@graph': z.array(z.unknown()).optional(),
  name: z.unknown(),
  description: z.unknown(),
  logo: z.unknown(),
})
const LogoSchema = z.object({ url: z.string() })
const mostLetters = 200_000

/** What a page says of its business in JSON-LD, one block a line or several; empty where it says nothing. Never throws. */
export function readLinked(text: string): { name: string; description: string; logo: string } {
  const said = { name: '', description: '', logo: '' }
  for (const node of nodesIn(text.slice(0, mostLetters))) {
    const kinds = [node['@type'] ?? ''].flat()
    if (!kinds.some((kind) => business.test(kind))) continue
    said.name ||= textOf(node.name)
    said.description ||= textOf(node.description)
    said.logo ||= textOf(node.logo) || (LogoSchema.safeParse(node.logo).data?.url ?? '')
  }
  return said
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 2_000) : '')

function nodesIn(text: string): z.infer<typeof NodeSchema>[] {
  const tops = jsonIn(text).flat()
  const nodes = tops.flatMap((top) => NodeSchema.safeParse(top).data ?? [])
  return [
    ...nodes,
    ...nodes.flatMap((node) => node['@graph'] ?? []).flatMap((one) => NodeSchema.safeParse(one).data ?? []),
  ]
}

function jsonIn(text: string): unknown[] {
  return [text.trim()].flatMap((json) => {
    if (json === '') return []
    try {
      const parsed: unknown = JSON.parse(json)
      return [parsed]
    } catch {
      // Not JSON: the page says nothing here.
      return []
    }
  })
}
