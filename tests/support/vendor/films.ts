import type { Misbehaviour, Script } from './script.ts'

/** A film that the vendor is making. */
export type Film = {
  id: string
  model: string
  polls: number
  status: 'in_progress' | 'completed' | 'failed' | 'cancelled'
}

type Asking = { kind: 'video' | 'poll'; script: Script; url: string }

const seconds = 8
const tokensPerSecond = 5_792

/** An interaction as the vendor shows it. Every question brings the film nearer to its end. */
export async function interactionOf(
  film: Film,
  fate: Misbehaviour | null,
  { kind, script, url }: Asking,
): Promise<unknown> {
  if (kind === 'poll' && film.status === 'in_progress') {
    film.polls += 1
    if (film.polls >= script.pollsUntilDone) film.status = 'completed'
  }
  const base = { id: film.id, object: 'interaction', model: film.model, created: '2026-11-25T12:00:00Z' }
  if (fate === 'failed' || fate === 'safety') {
    film.status = 'failed'
    const message = fate === 'safety' ? 'The video was blocked by safety filters.' : 'Video generation failed.'
    return { ...base, status: film.status, errors: [{ code: 'generation_failed', message }] }
  }
  if (film.status !== 'completed') return { ...base, status: film.status, steps: [] }
  const usage = {
    total_input_tokens: 200,
    total_output_tokens: seconds * tokensPerSecond,
    output_tokens_by_modality: [{ modality: 'video', tokens: seconds * tokensPerSecond }],
    total_tokens: 200 + seconds * tokensPerSecond,
  }
  if (fate === 'not-handed-out') return { ...base, status: 'completed', steps: [] }
  const shown =
    script.delivery === 'data'
      ? { data: Buffer.from(await filmBytes()).toString('base64') }
      : { uri: `${url}/v1beta/files/${film.id}:download?alt=media` }
  return {
    ...base,
    status: 'completed',
    steps: [{ type: 'model_output', content: [{ type: 'video', mime_type: 'video/mp4', ...shown }] }],
    usage,
  }
}

/** The film itself. What makes it is loaded when it is first asked for, so that the vendor starts at once. */
export const filmBytes = async (): Promise<Uint8Array> => (await import('./media.ts')).makeFilm()
