import { describe, expect, test } from 'vitest'
import { cleanText } from '../../../lib/providers/studio/stills/clean-text.ts'
import { composeStill } from '../../../lib/providers/studio/stills/compose-still.ts'
import { fontFor } from '../../../lib/providers/studio/stills/faces.ts'
import type { Face } from '../../../lib/providers/studio/stills/faces.ts'
import { createPage, emphasisOf } from '../../../lib/providers/studio/stills/page.ts'
import type { SceneNode } from '../../../lib/providers/studio/stills/scene.ts'
import { shapeText } from '../../../lib/providers/studio/stills/shape-text.ts'
import { stillTemplates } from '../../../lib/providers/studio/stills/templates.ts'
import { headlines } from '../../fixtures/headlines.ts'
import { dressed, palettes, plainSpec, stillSizes } from '../../fixtures/still-specs.ts'

const faces: readonly Face[] = ['serif', 'serif-emphasis', 'grotesk', 'soft', 'soft-emphasis', 'text', 'text-strong']
const boxes = new Set(
  faces.flatMap((face) =>
    Array.from('aąжωế').flatMap((character) => {
      const missing = fontFor(face, character.codePointAt(0) ?? 0)
        ?.getGlyph(0)
        .path.toSVG()
      return missing === undefined || missing === '' ? [] : [missing]
    }),
  ),
)
const outlines = (nodes: readonly SceneNode[]): string[] =>
  nodes.flatMap((node) =>
    node.kind === 'group'
      ? outlines(node.nodes)
      : node.kind === 'text'
        ? node.block.lines.flatMap((line) =>
            line.words.flatMap((word) => word.shape.glyphs.map((glyph) => glyph.outline)),
          )
        : [],
  )

describe('the glyphs of stills', { timeout: 60_000 }, () => {
  test('no headline in any brand type shows the box of a missing glyph', () => {
    expect(boxes.size).toBeGreaterThan(3)
    const template = stillTemplates[0] ?? 'arch'
    for (const palette of [palettes.warm, palettes.blue, palettes.green]) {
      const shown = headlines.filter((headline, turn) => {
        const page = composeStill({ ...dressed(headline, turn), palette, ...stillSizes[0], template })
        return outlines(page.nodes).some((outline) => boxes.has(outline))
      })
      expect(shown).toEqual([])
    }
  })

  test.each(faces)('%s draws Polish, Greek, Cyrillic, Vietnamese, accents, quotes and arrows whole', (face) => {
    const samples = [
      'Zażółć gęślą jaźń ŻÓŁĆ',
      'Ελληνικός καφές ΏΡΑ',
      'Съешь ещё этих Їжак ґанок',
      'Phở bò nóng hổi',
      'Årsgång naïve ñandú œuvre ßtraße ŵ',
      '“double” ‘single’ «guillemets» „low“ – — …',
      '→ ← ↑ ↓ ↗ ✓ ★ € £ ₺ ™ ° × ½',
    ]
    for (const sample of samples) {
      expect(cleanText(sample, face)).toBe(sample)
      for (const character of sample.replaceAll(' ', ''))
        expect({ character, drawn: shapeText(character, face).glyphs.length > 0 }).toEqual({ character, drawn: true })
    }
  })

  test('what no font has is replaced by its plain twin or left out without a trace', () => {
    expect(cleanText('🎉🎉🎉 Grand opening 🎉', 'serif')).toBe('Grand opening')
    expect(cleanText('Coffee ☕, cake 🍰!', 'soft')).toBe('Coffee, cake!')
    expect(cleanText('𝗕𝗼𝗹𝗱 Ｆｕｌｌ ﬁne', 'grotesk')).toBe('Bold Full fine')
    expect(cleanText('e\u0301te\u0301\u200b \u0000x', 'text')).toBe('été x')
    expect(cleanText('日本語 (한국어) lessons', 'text')).toBe('lessons')
    expect(cleanText('1️⃣ plan', 'serif')).toBe('1 plan')
  })

  test('a headline that no font can draw gives way to the brand', () => {
    expect(
      createPage({ ...plainSpec, headline: '日本語', template: 'arch', width: 1080, height: 1080 }).words.headline,
    ).toBe('Hearth & Crumb')
  })

  test('a spec with nothing to draw, or with far too much, is still composed', () => {
    const mute = {
      headline: '日本語',
      kicker: '今日',
      sub: '毎朝',
      badge: '無料',
      callToAction: '予約',
      brandName: '店',
    }
    const loud = {
      headline: 'word '.repeat(2_000),
      kicker: 'x'.repeat(9_999),
      sub: 'long '.repeat(2_000),
      badge: 'free '.repeat(500),
      callToAction: 'now '.repeat(500),
      brandName: 'Brand '.repeat(500),
    }
    for (const template of stillTemplates) {
      for (const size of stillSizes) {
        expect(
          composeStill({ ...plainSpec, ...mute, ...size, template }).boxes.filter((box) => box.name !== 'motif'),
        ).toEqual([])
        expect(composeStill({ ...plainSpec, ...loud, ...size, template }).boxes.map((box) => box.name)).toContain(
          'headline',
        )
      }
    }
  })

  test('emphasis falls on a number with its noun, else on the longest word, never on capitals', () => {
    expect(emphasisOf('Close your books in 3 days, not 3 weeks')).toEqual({ from: 4, to: 6 })
    expect(emphasisOf('Sourdough worth waking up early for')).toEqual({ from: 0, to: 1 })
    expect(emphasisOf('BIG WINTER SALE')).toBeNull()
    expect(emphasisOf('Open late')).toBeNull()
  })
})
