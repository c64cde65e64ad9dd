import { createRequire } from 'node:module'
import { filmSize, type FilmSpec } from '../../lib/providers/studio/motion/film-spec.ts'

/** A bakery's film. */
export const bakeryFilm: FilmSpec = {
  ...filmSize,
  seconds: 8,
  storyboard: {
    hook: 'Sourdough worth waking up early for',
    proofs: ['36-hour fermentation with stone-milled flour', 'Out of the oven by 6 am'],
    endCard: 'Saturday loaves sell out by ten',
  },
  kicker: 'Fresh this Saturday',
  badge: '2 for £7',
  callToAction: 'Order for Saturday',
  brandName: 'Hearth & Crumb',
  link: 'hearthandcrumb.example',
  palette: { ground: '#f6e7cf', surface: '#fdf6ea', ink: '#3d1508', accent: '#f2b134', onAccent: '#3d1508' },
  motif: 'croissant',
  motifFile: createRequire(import.meta.url).resolve('@lobehub/fluent-emoji-3d/assets/1f950.webp'),
  seed: 'bakery',
}

/** The same in one second and a stamp's size, so that a test need not wait. */
export const shortFilm = (change: Partial<FilmSpec> = {}): FilmSpec => ({
  ...bakeryFilm,
  width: 180,
  height: 320,
  fps: 24,
  seconds: 1,
  ...change,
})
