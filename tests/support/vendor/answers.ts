/** A part of a JSON schema, as it stands in `responseJsonSchema`. */
export type Schema = {
  type?: string
  enum?: unknown[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  minItems?: number
}

/** Values by the name of their field, so that an answer reads like one. Others are sentences. */
const byName: Record<string, (path: readonly (string | number)[]) => string> = {
  ground: () => '#faf5ec',
  surface: () => '#f0e3cf',
  ink: () => '#2a1d12',
  accent: () => '#b4531f',
  onAccent: () => '#ffffff',
  name: () => 'Hearth & Crumb',
  trade: () => 'bakery',
  place: () => 'Leeds',
  link: () => 'hearthandcrumb.example/order',
  campaignName: () => 'Order from Hearth & Crumb',
  callToAction: () => 'Order ahead',
  title: (path) => `Angle ${number(path)}`,
  headline: (path) => `Proved for 36 hours, part ${number(path)}`,
  hashtags: (path) => ['SourdoughLeeds', 'HearthAndCrumb', 'Leeds'][number(path) - 1] ?? 'Bread',
  motif: () => 'croissant',
  endCard: () => 'Order ahead',
}

const number = (path: readonly (string | number)[]): number => {
  const last = path.findLast((step) => typeof step === 'number')
  return typeof last === 'number' ? last + 1 : 1
}

/** A value that the schema allows: lists as short as they may be, null never chosen where something else may stand. */
export function fill(schema: Schema, path: readonly (string | number)[] = []): unknown {
  const option = schema.anyOf?.find(({ type }) => type !== 'null')
  if (option) return fill(option, path)
  if (schema.enum) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, one]) => [name, fill(one, [...path, name])]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 2 }, (_, at) => fill(schema.items ?? {}, [...path, at]))
    case 'integer':
    case 'number':
      return number(path)
    case 'boolean':
      // A critic that is not told otherwise lets all stand.
      return path.at(-1) !== 'sendBack'
    default:
      return textAt(path)
  }
}

/** What fits the schema and nothing else: the same sentence, the same number, null where that may stand. */
export function fillBlindly(schema: Schema): unknown {
  if (schema.anyOf?.some(({ type }) => type === 'null')) return null
  if (schema.enum) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, fillBlindly(one)]))
    case 'array':
      return Array.from({ length: schema.minItems ?? 1 }, () => fillBlindly(schema.items ?? {}))
    case 'integer':
    case 'number':
      return 1
    case 'boolean':
      return true
    default:
      return 'A sentence about bread, as long as sentences of this kind are when nobody says how long one may be at most.'
  }
}

function textAt(path: readonly (string | number)[]): string {
  const name = path.findLast((step) => typeof step === 'string') ?? 'text'
  return byName[name]?.(path) ?? `The dough is proved for 36 hours in Leeds, says ${path.join(' ')}.`
}

/** Text in the pieces in which a stream brings it: words torn apart, as tokens are. */
export const inPieces = (text: string, length = 17): string[] =>
  text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'g')) ?? []
