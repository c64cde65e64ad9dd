import type { StillSpec } from './stage.ts'
export const altOf = (spec: StillSpec): string => spec.headline
