import { wcagContrast } from 'culori'
import { describe, expect, test } from 'vitest'
import { composeStill } from '../../../lib/providers/studio/stills/compose-still.ts'
import { paintScene } from '../../../lib/providers/studio/stills/paint.ts'
import { renderStill } from '../../../lib/providers/studio/stills/render-still.ts'
import type { SceneNode } from '../../../lib/providers/studio/stills/scene.ts'
import { stillTemplates } from '../../../lib/providers/studio/stills/templates.ts'
import { palettes, plainSpec, stillSizes } from '../../fixtures/still-specs.ts'

const hex = (red: number, green: number, blue: number): string =>
  `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`

const withoutText = (nodes: readonly SceneNode[]): SceneNode[] =>
  nodes.flatMap((node): SceneNode[] =>
    node.kind === 'text' ? [] : node.kind === 'group' ? [{ ...node, nodes: withoutText(node.nodes) }] : [node],
  )

describe('painted stills', { timeout: 60_000 }, () => {
  test.each(stillTemplates)(
    '%s has no pixel under its texts that they do not stand out from by 4.5:1',
    async (template) => {
      const faults: string[] = []
      for (const [index, palette] of Object.values(palettes).entries()) {
        const size = stillSizes[(index + 1) % stillSizes.length] ?? stillSizes[0]
        const page = composeStill({ ...plainSpec, ...size, palette, template })
        const pixels = await paintScene(withoutText(page.nodes), page.width, page.height)
        const known = new Map<string, number>()
        for (const node of page.nodes) {
          if (node.kind !== 'text') continue
          for (let y = Math.floor(node.y); y < node.y + node.block.height; y += 2) {
            for (let x = Math.floor(node.x); x < node.x + node.block.width; x += 2) {
              const at = (y * page.width + x) * 4
              const ground = hex(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)
              for (const colour of [node.colour, node.emphasis]) {
                const key = `${colour} on ${ground}`
                if (!known.has(key)) known.set(key, wcagContrast(colour, ground))
              }
            }
          }
        }
        for (const [pair, contrast] of known)
          if (contrast < 4.5) faults.push(`${pair}: ${contrast.toFixed(2)} at ${size.width}x${size.height}`)
      }
      expect(faults.slice(0, 5)).toEqual([])
    },
  )

  test.each(stillTemplates)('%s fills 1200x628: at most four of its six by three cells are bare', async (template) => {
    for (const [badge, motif] of [
      [plainSpec.badge, plainSpec.motif],
      [null, plainSpec.motif],
      [null, 'a thing nobody drew'],
    ] as const) {
      const page = composeStill({ ...plainSpec, badge, motif, width: 1200, height: 628, template })
      const pixels = await paintScene(page.nodes, page.width, page.height)
      const bare = (column: number, row: number): boolean => {
        const at = (x: number, y: number, channel: number): number => pixels[(y * 1200 + x) * 4 + channel] ?? 0
        const [left, top] = [column * 200 + 2, row * 209 + 2]
        let seen = 0
        let other = 0
        for (let y = top; y < top + 205; y += 3) {
          for (let x = left; x < left + 196; x += 3) {
            seen += 1
            if ([0, 1, 2].some((channel) => Math.abs(at(x, y, channel) - at(left, top, channel)) > 40)) other += 1
          }
        }
        return other < seen * 0.02
      }
      const cells = Array.from({ length: 18 }, (_, i) => ({ column: i % 6, row: Math.floor(i / 6) }))
      expect(cells.filter(({ column, row }) => bare(column, row)).length).toBeLessThanOrEqual(4)
    }
  })

  test('the same spec gives the same bytes, another seed other ones', async () => {
    const spec = { ...plainSpec, template: 'mosaic', width: 1080, height: 1080 }
    const [first, second, other] = [
      await renderStill(spec),
      await renderStill(spec),
      await renderStill({ ...spec, seed: 'another' }),
    ]
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0)
    expect(Buffer.compare(first.bytes, other.bytes)).not.toBe(0)
  })

  test('a still is a JPEG of the asked size', async () => {
    const still = await renderStill({ ...plainSpec, template: 'arch', width: 1200, height: 628 })
    expect([still.mime, still.width, still.height]).toEqual(['image/jpeg', 1200, 628])
    expect([...still.bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    expect(still.boxes.map((box) => box.name)).toContain('headline')
  })

  test('an unknown template and an impossible size are refused in words', async () => {
    await expect(renderStill({ ...plainSpec, template: 'collage', width: 1080, height: 1080 })).rejects.toThrow(
      'There is no still template "collage"',
    )
    await expect(renderStill({ ...plainSpec, template: 'arch', width: 0, height: 1080 })).rejects.toThrow(
      'A still cannot be 0x1080',
    )
  })
})
