import type { Palette, Storyboard } from '../../../domain/analysis.ts'
import { ProviderError } from '../../../domain/errors.ts'
export type FilmSpec = { width: number; height: number; fps: number; storyboard: Storyboard; kicker: string | null; badge: string | null; callToAction: string | null; brandName: string; link: string | null; palette: Palette; motif: string; seed: string }
export function createMotionStage(options: { ffmpegPath?: string | null } = {}) {
  void options
  return {
    async film(spec: FilmSpec, onProgress: (p: { done: number; total: number }) => void, signal: AbortSignal): Promise<{ bytes: Uint8Array; mime: string; width: number; height: number; durationMs: number }> {
      void [spec, onProgress, signal]
      throw new ProviderError({ code: 'refused', message: 'Videos come next.' })
    },
    async close() {},
  }
}
export const filmAltOf = (spec: FilmSpec): string => spec.storyboard.hook
