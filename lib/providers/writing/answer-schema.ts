import { z } from 'zod'

/** What every vendor understands (Google's `responseJsonSchema` is the narrowest). The rest, such as patterns, is said in descriptions and checked by us. */
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

/** The JSON schema of an answer, derived from the zod schema that will check it. `ordered` says the order of properties Google's way. */
export function answerSchemaOf(schema: z.ZodType, { ordered }: { ordered: boolean }): Json {
  const plain: unknown = JSON.parse(JSON.stringify(z.toJSONSchema(schema)))
  return keep(JsonSchema.parse(plain), ordered)
}

const JsonSchema: z.ZodType<Json> = z.json()

function keep(node: Json, ordered: boolean): Json {
  if (Array.isArray(node)) return node.map((one) => keep(one, ordered))
  if (node === null || typeof node !== 'object') return node
  const kept: { [key: string]: Json } = {}
  for (const [name, value] of Object.entries(node)) {
    if (!understood.has(name)) continue
    kept[name] =
      name === 'properties'
        ? named(value, ordered)
        : name === 'enum' || name === 'required'
          ? value
          : keep(value, ordered)
  }
  const { properties } = kept
  if (ordered && properties && typeof properties === 'object') kept.propertyOrdering = Object.keys(properties)
  return kept
}

/** The names under `properties` are the answer's, not keywords. */
function named(properties: Json, ordered: boolean): Json {
  if (properties === null || typeof properties !== 'object' || Array.isArray(properties)) return properties
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, keep(value, ordered)]))
}
