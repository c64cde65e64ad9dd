import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { measurePicture } from '../../../lib/providers/studio/stills/measure-picture.ts'
import { renderStill } from '../../../lib/providers/studio/stills/render-still.ts'
import { createStillStage } from '../../../lib/providers/studio/stills/stage.ts'
import type { StillStage } from '../../../lib/providers/studio/stills/stage.ts'
import { plainSpec } from '../../fixtures/still-specs.ts'

const spec = { ...plainSpec, template: 'arch', width: 1080, height: 1080 }
const never = (): AbortSignal => new AbortController().signal
let stage: StillStage | undefined
afterEach(() => stage?.close())

describe('the still stage', { timeout: 30_000 }, () => {
  test('draws in a thread what renderStill draws here, byte for byte', async () => {
    stage = createStillStage()
    const [there, here] = [await stage.render(spec, never()), await renderStill(spec)]
    expect(Buffer.compare(there.bytes, here.bytes)).toBe(0)
    expect(there.boxes).toEqual(here.boxes)
  })

  test('measures in the thread that draws what measurePicture measures here', async () => {
    const hired: unknown[] = []
    const hear = (worker: unknown): unknown => hired.push(worker)
    process.on('worker', hear)
    onTestFinished(() => void process.off('worker', hear))
    stage = createStillStage()
    const { bytes } = await renderStill(spec)
    const palette = ['#f6e7cf', '#3d1508']
    const [, ...measured] = await Promise.all([
      stage.render(spec, never()),
      stage.measure(bytes, palette),
      stage.measure(bytes, palette),
    ])
    const here = await measurePicture(bytes, palette)
    expect(here).toMatchObject({ width: 1080, height: 1080 })
    expect(measured).toEqual([here, here])
    expect(hired.length).toBe(1)
  })

  test('several stills at once each come back as themselves', async () => {
    const open = (stage = createStillStage({ threads: 2 }))
    const widths = [600, 640, 680, 720]
    const stills = await Promise.all(widths.map((width) => open.render({ ...spec, width, height: 600 }, never())))
    expect(stills.map((still) => still.width)).toEqual(widths)
  })

  test('an abort rejects at once with its reason, in line or running, and the stage goes on', async () => {
    stage = createStillStage()
    const running = new AbortController()
    const waiting = new AbortController()
    const first = stage.render(spec, running.signal)
    const second = stage.render(spec, waiting.signal)
    const third = stage.render({ ...spec, width: 600, height: 600 }, never())
    waiting.abort(new Error('not wanted'))
    running.abort(new Error('canceled'))
    await expect(first).rejects.toThrow('canceled')
    await expect(second).rejects.toThrow('not wanted')
    expect((await third).width).toBe(600)
    await expect(stage.render(spec, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
  })

  test('a spec that cannot be drawn rejects in words and spoils nothing', async () => {
    stage = createStillStage()
    await expect(stage.render({ ...spec, template: 'collage' }, never())).rejects.toThrow(
      'There is no still template "collage"',
    )
    expect((await stage.render({ ...spec, width: 600, height: 600 }, never())).width).toBe(600)
  })

  test('a thread that dies rejects its still instead of leaving it open', async () => {
    stage = createStillStage({ worker: new URL('../../fixtures/dying-worker.ts', import.meta.url) })
    await expect(stage.render(spec, never())).rejects.toThrow('exit code 3')
    await expect(stage.measure(new Uint8Array(), [])).rejects.toThrow('exit code 3')
  })

  test('closing rejects what is open and what comes after', async () => {
    stage = createStillStage()
    const open = [stage.render(spec, never()), stage.measure(new Uint8Array(), [])].map((one) =>
      one.then(String, String),
    )
    await stage.close()
    for (const end of await Promise.all(open)) expect(end).toContain('closed')
    await expect(stage.render(spec, never())).rejects.toThrow('closed')
  })
})
