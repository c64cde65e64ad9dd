import type { Brief } from '../domain/brief.ts'
import type { JobKind } from '../domain/job.ts'
import { defaultWeights, type Maker } from '../domain/plan.ts'
import type { Provider, Writer, WrittenKind } from '../domain/provider.ts'
import type { UploadLoad } from '../domain/upload.ts'

/** Who makes a campaign: one provider for all of it, or a writer for its words beside one. It has the writer's name. */
export type Crew = {
  name: string
  maker(kind: JobKind): Maker
  price(kind: JobKind, load?: UploadLoad): { lowMicros: number; highMicros: number }
  /** The weight of a job until there is a history, ms. */
  guess(kind: JobKind): number
  preview(brief: Brief): ReturnType<Writer['preview']>
  /** The files that its analysis is shown. */
  reads: Writer['shows']
  /** What its pictures may be drawn after. */
  shows: Writer['shows']
}

export function createCrew(writer: Writer, provider: Provider): Crew {
  const { name } = writer
  return {
    name,
    maker: (kind) =>
      isWritten(kind)
        ? { provider: name, model: writer.models[kind] }
        : { provider: provider.name, model: provider.models[kind] },
    price: (kind, load) => (isWritten(kind) ? writer.price(kind, load) : provider.price(kind, load)),
    guess: (kind) =>
      (isWritten(kind) ? writer.firstGuesses?.[kind] : provider.firstGuesses?.[kind]) ?? defaultWeights[kind],
    preview: (brief) => writer.preview(brief),
    reads: writer.shows,
    shows: provider.shows,
  }
}

const isWritten = (kind: JobKind): kind is WrittenKind => kind === 'analysis' || kind === 'text'
