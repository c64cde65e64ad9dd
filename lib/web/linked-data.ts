import { z } from 'zod'

/** schema.org types that are the business itself. */
const business =
  /(?:Organization|Business|Store|Shop|Restaurant|Bakery|Cafe|Corporation|Hotel|Dentist|Physician|WebSite)$/i
const NodeSchema = z.looseObject({
  '@type': z.union([z.string(), z.array(z.string())]).optional(),
  '@graph': z.array(z.unknown()).optional(),
  name: z.unknown().optional(),
  description: z.unknown().optional(),
  logo: z.unknown().optional(),
})
const LogoSchema = z.object({ url: z.string() })
/** Of a block: longer ones are lists of goods. */
const mostLetters = 200_000

/** What a page says of its business in its blocks of JSON-LD; empty where it says nothing. Never throws. */
export function readLinked(blocks: readonly string[]): { name: string; description: string; logo: string } {
  const said = { name: '', description: '', logo: '' }
  for (const node of nodesIn(blocks)) {
    const kinds = [node['@type'] ?? ''].flat()
    if (!kinds.some((kind) => business.test(kind))) continue
    said.name ||= textOf(node.name)
    said.description ||= textOf(node.description)
    said.logo ||= textOf(node.logo) || (LogoSchema.safeParse(node.logo).data?.url ?? '')
  }
  return said
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 2_000) : '')

type Node = z.infer<typeof NodeSchema>

function nodesIn(blocks: readonly string[]): Node[] {
  const nodes = blocks.flatMap(jsonIn).flatMap((top) => (Array.isArray(top) ? top.flatMap(nodeIn) : nodeIn(top)))
  return [...nodes, ...nodes.flatMap((node) => node['@graph'] ?? []).flatMap(nodeIn)]
}

function nodeIn(value: unknown): Node[] {
  const { data } = NodeSchema.safeParse(value)
  return data ? [data] : []
}

function jsonIn(text: string): unknown[] {
  if (text.length > mostLetters) return []
  try {
    const parsed: unknown = JSON.parse(text)
    return [parsed]
  } catch {
    // Not JSON: the page says nothing here.
    return []
  }
}
