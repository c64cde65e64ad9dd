/** Takes frames as planar YUV 4:2:0 (see `yuv.ts`) and gives H.264 in some MP4; `remux` makes the file out of it. */
export type Encoder = {
  name: 'ffmpeg' | 'wasm'
  /** Resolves when the encoder can take the next frame; the memory may then be used again. Rejects when it broke. */
  add(planes: Uint8Array): Promise<void>
  /** No frame follows; resolves with the MP4. */
  finish(): Promise<Uint8Array>
  /** Ends it at once and frees what it holds. */
  kill(): void
}

export type EncoderOptions = {
  width: number
  height: number
  fps: number
  /** Hears the number of frames encoded so far, counted by the encoder. */
  onEncoded: (frames: number) => void
}

/** A keyframe at least this often, seconds: players seek to keyframes. */
export const keyframeSeconds = 1

/** Drawing and encoding step back behind what people wait for, and still get about a quarter of a core that others fill. */
export const niceness = 5
