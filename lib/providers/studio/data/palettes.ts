import type { Palette } from '../../../domain/analysis.ts'
import type { PaletteName } from './trades/trade.ts'

/** Ground, surface, ink, accent and what is set on the accent. The studio shifts their hue a little per business and keeps the contrast. */
export const palettes: Record<PaletteName, Palette> = {
  wheat: { ground: '#fbf3e2', surface: '#f3e2bf', ink: '#2f2011', accent: '#9a5b13', onAccent: '#fff8ea' },
  espresso: { ground: '#f5ede4', surface: '#e4d3c1', ink: '#2a1a12', accent: '#6f3f22', onAccent: '#fdf4ea' },
  tomato: { ground: '#fdf1ec', surface: '#f7d9cd', ink: '#2d120c', accent: '#b3311b', onAccent: '#fff5f0' },
  forest: { ground: '#f0f4ea', surface: '#d7e3c9', ink: '#14251a', accent: '#2a6140', onAccent: '#f3faf0' },
  sage: { ground: '#f3f5ee', surface: '#dbe3d2', ink: '#1f2a22', accent: '#4c6b52', onAccent: '#f7fbf5' },
  ocean: { ground: '#eef5f8', surface: '#cfe3ec', ink: '#0f2430', accent: '#146182', onAccent: '#f0f9fd' },
  harbour: { ground: '#f1f3f8', surface: '#d3dcec', ink: '#141f36', accent: '#2c4f96', onAccent: '#f3f6fe' },
  ink: { ground: '#f4f4f7', surface: '#dcdde8', ink: '#15162a', accent: '#33357e', onAccent: '#f4f4fe' },
  violet: { ground: '#f6f2fb', surface: '#e1d5f2', ink: '#20143a', accent: '#6135a8', onAccent: '#f8f3ff' },
  rose: { ground: '#fcf1f2', surface: '#f4d8dc', ink: '#321620', accent: '#a4385a', onAccent: '#fff3f6' },
  clay: { ground: '#faf0e9', surface: '#ecd3c3', ink: '#2e1911', accent: '#98482a', onAccent: '#fff4ee' },
  sun: { ground: '#fff6dd', surface: '#ffe39a', ink: '#2b2107', accent: '#8a5b00', onAccent: '#fff9e6' },
  slate: { ground: '#f2f4f5', surface: '#d6dde1', ink: '#182127', accent: '#3d5666', onAccent: '#f3f8fb' },
  mint: { ground: '#ecf7f3', surface: '#c9e9dd', ink: '#0f2a23', accent: '#16695a', onAccent: '#effbf7' },
  plum: { ground: '#f8f0f6', surface: '#e7cfe2', ink: '#2b1228', accent: '#7c2f70', onAccent: '#fdf2fb' },
  night: { ground: '#14161f', surface: '#232735', ink: '#f2efe6', accent: '#f0b455', onAccent: '#241803' },
}
