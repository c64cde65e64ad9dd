import { filmBytes, type Film } from './films.ts'
import type { Misbehaviour, Script } from './script.ts'

/** An operation of Veo as Vertex AI shows it: after submitting only its name, then whether it is done and the film itself, as text. */
export async function operationOf(
  film: Film,
  fate: Misbehaviour | null,
  { kind, script }: { kind: 'video' | 'poll'; script: Script },
): Promise<unknown> {
  const { id: name } = film
  if (kind === 'video') return { name }
  if (film.status === 'in_progress') {
    film.polls += 1
    if (film.polls >= script.pollsUntilDone) film.status = 'completed'
  }
  const done = (response: object): unknown => ({
    name,
    done: true,
    response: { '@type': 'type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse', ...response },
  })
  const failed = (code: number, message: string): unknown => ({ name, done: true, error: { code, message } })
  if (fate === 'filtered') return done({ raiMediaFilteredCount: 1, raiMediaFilteredReasons: [filteredReason] })
  if (fate === 'uncounted') return done({ raiMediaFilteredCount: 1 })
  if (fate === 'safety') return failed(3, `The prompt could not be submitted. ${filteredReason}`)
  if (fate === 'failed') return failed(13, 'Video generation failed due to an internal server issue.')
  if (fate === 'busy') return failed(8, 'The service is currently experiencing high load.')
  if (film.status !== 'completed') return { name }
  if (fate === 'not-handed-out') return done({ raiMediaFilteredCount: 0 })
  if (fate === 'bucket')
    return done({ videos: [{ gcsUri: 'gs://somewhere/film/sample_0.mp4', mimeType: 'video/mp4' }] })
  const bytes = Buffer.from(await filmBytes())
  const sent =
    fate === 'zero-bytes' ? bytes.subarray(0, 0) : fate === 'half-file' ? bytes.subarray(0, bytes.length / 2) : bytes
  return done({
    raiMediaFilteredCount: 0,
    ...(fate === 'reasoned' && { raiMediaFilteredReasons: [filteredReason] }),
    videos: [{ bytesBase64Encoded: sent.toString('base64'), mimeType: 'video/mp4' }],
  })
}

const filteredReason =
  "Veo could not generate videos because the input violates Vertex AI's usage guidelines. If you think this was an error, send feedback. Support codes: 58061214"
