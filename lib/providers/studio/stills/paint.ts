import { Path2D, createCanvas } from '@napi-rs/canvas'
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import { loadPicture } from './picture.ts'
import type { Picture } from './picture.ts'
import type { SceneNode } from './scene.ts'
import { seededRandom } from './seed.ts'

type Pictures = ReadonlyMap<string, Picture>

function filesOf(nodes: readonly SceneNode[]): string[] {
  return nodes.flatMap((node) =>
    node.kind === 'picture' ? [node.file] : node.kind === 'group' ? filesOf(node.nodes) : [],
  )
}

let noise: Canvas | null = null

/** One tile of paper grain, the same in every process. */
function grainTile(): Canvas {
  if (noise !== null) return noise
  const side = 220
  const tile = createCanvas(side, side)
  const context = tile.getContext('2d')
  const pixels = context.createImageData(side, side)
  const random = seededRandom('grain')
  for (let i = 0; i < side * side; i++) {
    const value = random() + random() - 1
    const tone = value > 0 ? 255 : 0
    pixels.data.set([tone, tone, tone, Math.round(Math.abs(value) * 255)], i * 4)
  }
  context.putImageData(pixels, 0, 0)
  noise = tile
  return tile
}

function paintText(context: SKRSContext2D, node: Extract<SceneNode, { kind: 'text' }>): void {
  for (const line of node.block.lines) {
    for (const word of line.words) {
      context.fillStyle = word.emphatic ? node.emphasis : node.colour
      for (const glyph of word.shape.glyphs) {
        const scale = glyph.scale * word.size
        context.save()
        context.translate(node.x + line.x + word.x + glyph.x * word.size, node.y + line.baseline + glyph.y * word.size)
        context.scale(scale, glyph.flip ? -scale : scale)
        context.fill(new Path2D(glyph.outline))
        context.restore()
      }
    }
  }
}

function paintPicture(context: SKRSContext2D, node: Extract<SceneNode, { kind: 'picture' }>, picture: Picture): void {
  const { box } = node
  const scale = Math.min(box.width / picture.width, box.height / picture.height)
  const width = picture.width * scale
  const height = picture.height * scale
  const x = box.x + (box.width - width) / 2
  const y = node.stand === 'foot' ? box.y + box.height - height : box.y + (box.height - height) / 2
  const foot = y + height
  context.save()
  context.fillStyle = node.shadow
  context.globalAlpha = 0.22
  context.filter = `blur(${Math.round(width * 0.06)}px)`
  context.beginPath()
  context.ellipse(x + width * 0.53, foot - height * 0.005, width * 0.46, height * 0.075, 0, 0, Math.PI * 2)
  context.fill()
  context.globalAlpha = 0.42
  context.filter = `blur(${Math.max(2, Math.round(width * 0.02))}px)`
  context.beginPath()
  context.ellipse(x + width / 2, foot - height * 0.012, width * 0.3, height * 0.028, 0, 0, Math.PI * 2)
  context.fill()
  context.restore()
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture.canvas, x, y, width, height)
}

function paintNodes(context: SKRSContext2D, nodes: readonly SceneNode[], pictures: Pictures): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'shape': {
        const path = new Path2D(node.path)
        context.save()
        context.globalAlpha = node.opacity ?? 1
        if (node.fill !== null) {
          context.fillStyle = node.fill
          context.fill(path)
        }
        if (node.stroke !== undefined) {
          context.strokeStyle = node.stroke.colour
          context.lineWidth = node.stroke.width
          context.setLineDash(node.stroke.dash ?? [])
          context.stroke(path)
        }
        context.restore()
        break
      }
      case 'group':
        context.save()
        if (node.turn !== undefined) {
          context.translate(node.turn.x, node.turn.y)
          context.rotate((node.turn.turn * Math.PI) / 180)
          context.translate(-node.turn.x, -node.turn.y)
        }
        if (node.clip !== undefined) context.clip(new Path2D(node.clip))
        paintNodes(context, node.nodes, pictures)
        context.restore()
        break
      case 'text':
        paintText(context, node)
        break
      case 'picture': {
        const picture = pictures.get(node.file)
        if (picture !== undefined) paintPicture(context, node, picture)
        break
      }
      case 'grain': {
        context.save()
        context.clip(new Path2D(node.path))
        context.globalAlpha = node.strength
        context.globalCompositeOperation = 'overlay'
        const grain = context.createPattern(grainTile(), 'repeat')
        if (grain !== null) context.fillStyle = grain
        context.fillRect(0, 0, context.canvas.width, context.canvas.height)
        context.restore()
        break
      }
    }
  }
}

let sheet: Canvas | null = null

/** A clean canvas, used again while the size stays the same: their memory is not the garbage collector's to see. */
function cleanSheet(width: number, height: number): Canvas {
  if (sheet === null || sheet.width !== width || sheet.height !== height) sheet = createCanvas(width, height)
  else sheet.getContext('2d').clearRect(0, 0, width, height)
  return sheet
}

/** Paints a scene and copies its pixels: RGBA, row by row, opaque where the scene covers the sheet. */
export async function paintScene(nodes: readonly SceneNode[], width: number, height: number): Promise<Buffer> {
  const files = [...new Set(filesOf(nodes))]
  const loaded = await Promise.all(files.map(async (file) => [file, await loadPicture(file)] as const))
  const canvas = cleanSheet(width, height)
  paintNodes(canvas.getContext('2d'), nodes, new Map(loaded))
  return Buffer.from(canvas.data())
}
