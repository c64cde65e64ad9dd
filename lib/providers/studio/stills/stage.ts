import sharp from 'sharp'
import type { Palette } from '../../../domain/analysis.ts'
export type StillSpec = { template: string; width: number; height: number; headline: string; kicker: string | null; sub: string | null; badge: string | null; callToAction: string | null; brandName: string; palette: Palette; motif: string; seed: string }
export function createStillStage() {
  return {
    async render(spec: StillSpec, signal: AbortSignal) {
      signal.throwIfAborted()
      const bytes = await sharp({ create: { width: spec.width, height: spec.height, channels: 3, background: spec.palette.accent } }).jpeg().toBuffer()
      return { bytes: new Uint8Array(bytes), mime: 'image/jpeg', width: spec.width, height: spec.height }
    },
    async close() {},
  }
}
