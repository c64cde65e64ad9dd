import { z } from 'zod'

/** What `responseJsonSchema` understands (the SDK's types, 3.1.0). The rest, such as patterns, is said in descriptions and checked by us. */
const understood = new Set([
  'type',
  'format',
  'title',
  'description',
  'enum',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'anyOf',
  'properties',
  'additionalProperties',
  'required',
])

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** The JSON schema of an answer, derived from the zod schema that will check it. Properties are asked for in the schema's order. */
export function responseSchemaOf(schema: z.ZodType): Json {
  const plain: unknown = JSON.parse(JSON.stringify(z.toJSONSchema(schema)))
  return keep(JsonSchema.parse(plain))
}

const JsonSchema: z.ZodType<Json> = z.json()

function keep(node: Json): Json {
  if (Array.isArray(node)) return node.map(keep)
  if (node === null || typeof node !== 'object') return node
  const kept: { [key: string]: Json } = {}
  for (const [name, value] of Object.entries(node)) {
    if (!understood.has(name)) continue
    kept[name] = name === 'properties' ? named(value) : name === 'enum' || name === 'required' ? value : keep(value)
  }
  const { properties } = kept
  if (properties && typeof properties === 'object') kept.propertyOrdering = Object.keys(properties)
  return kept
}

/** The names under `properties` are the answer's, not keywords. */
function named(properties: Json): Json {
  if (properties === null || typeof properties !== 'object' || Array.isArray(properties)) return properties
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, keep(value)]))
}
