import { describe, expect, it } from 'vitest'
import { announcementOf } from '../../components/campaign/announcement.ts'
import { activityLine } from '../../components/campaign/activity-words.ts'
import { offlineSentence, sentenceOf, textOf } from '../../components/campaign/sentence.ts'
import { toldOf } from '../../components/campaign/told.ts'
import { createScene, makeAllBut, type Scene } from '../fixtures/views.ts'

const say = (scene: Scene): string => textOf(sentenceOf(toldOf(scene.view()))).replaceAll('\u00a0', ' ')
const tones = (scene: Scene): string[] => sentenceOf(toldOf(scene.view())).map((part) => part.tone)

describe('the sentence', () => {
  it('says that a campaign waits for a worker', () => {
    expect(say(createScene())).toBe('In the queue. It starts as soon as a worker is free.')
  })

  it('opens with the reading of the brief and counts the angles', () => {
    const scene = createScene()
    scene.start('analysis')
    expect(say(scene)).toBe('Reading the brief to find who it is for and six different angles.')
    expect(tones(scene)).toEqual(['now', 'quiet'])
  })

  it('speaks of one angle in the singular', () => {
    const scene = createScene({ postCount: 1 })
    scene.start('analysis')
    expect(say(scene)).toBe('Reading the brief to find who it is for and what to say.')
  })

  it('names all that runs now, by kind', () => {
    const scene = createScene()
    scene.make('analysis')
    for (const post of [1, 2]) scene.start('text', post)
    scene.start('image', 1)
    scene.start('video', 6)
    expect(say(scene)).toBe('Writing two texts, drawing an image and rendering the video.')
    expect(tones(scene)).toEqual(['now'])
  })

  it('says what needs a person beside what runs', () => {
    const scene = createScene()
    scene.make('analysis')
    scene.start('text', 1)
    scene.start('image', 4)
    scene.fail('image', 4, { code: 'refused' })
    expect(say(scene)).toBe('Writing a text. An image was refused and needs you.')
  })

  it('says that something is tried again', () => {
    const scene = createScene()
    scene.make('analysis')
    scene.start('image', 1)
    scene.fail('image', 1, { code: 'unavailable', retryable: true })
    expect(say(scene)).toBe(
      'An image failed and is tried again. Six texts, three images and the video are in the queue.',
    )
    scene.start('text', 1)
    expect(say(scene)).toBe('Writing a text. An image failed and is tried again.')
  })

  it('says what is in the queue when nothing runs', () => {
    const scene = createScene()
    scene.make('analysis')
    expect(say(scene)).toBe('Six texts, four images and the video are in the queue.')
  })

  it('counts what was made and how long it took', () => {
    const scene = createScene()
    makeAllBut(scene)
    expect(scene.view().status).toBe('completed')
    expect(say(scene)).toBe('Six posts, four images and a video, made in 12 s.')
  })

  it('leaves out the time of a campaign that had a second round', () => {
    const scene = createScene()
    makeAllBut(scene, 'image 4')
    scene.start('image', 4)
    scene.fail('image', 4, { code: 'refused' })
    scene.wait(3_600_000)
    scene.retry('image', 4)
    scene.make('image', 4)
    expect(say(scene)).toBe('Six posts, four images and a video, ready.')
  })

  it('names the one post that misses a part', () => {
    const scene = createScene()
    makeAllBut(scene, 'image 4')
    scene.start('image', 4)
    scene.fail('image', 4, { code: 'refused' })
    expect(say(scene)).toBe('Five posts are ready. Post 4 has its text, but its image was refused.')
  })

  it('lists the posts when several miss a part', () => {
    const scene = createScene()
    makeAllBut(scene, 'image 4', 'video 6')
    for (const [kind, post] of [
      ['image', 4],
      ['video', 6],
    ] as const) {
      scene.start(kind, post)
      scene.fail(kind, post, { code: 'unavailable' })
    }
    expect(say(scene)).toBe('Four posts are ready. Posts 4 and 6 each miss a part.')
  })

  it('says why nothing could be made', () => {
    const scene = createScene()
    scene.start('analysis')
    scene.fail('analysis', 0, { code: 'refused', message: 'The provider does not take this brief.' })
    expect(scene.view().status).toBe('failed')
    expect(say(scene)).toBe('Nothing could be made. The provider does not take this brief.')
  })

  it('does not hide the analysis when it is all that could be made', () => {
    const scene = createScene()
    scene.make('analysis')
    const refuse = (kind: 'text' | 'image' | 'video', post: number): void => {
      scene.start(kind, post)
      scene.fail(kind, post, { code: 'refused', message: 'Refused by the provider.' })
    }
    for (const { index, kind } of scene.view().posts) {
      refuse('text', index)
      if (kind !== 'text_url') refuse(kind === 'text_image' ? 'image' : 'video', index)
    }
    expect(scene.view().status).toBe('failed')
    expect(say(scene)).toBe('No post could be made, only the analysis. Refused by the provider.')
  })

  it('says where a canceled campaign stopped and what is kept', () => {
    const scene = createScene()
    scene.make('analysis')
    scene.make('text', 1)
    scene.cancel()
    expect(say(scene)).toMatch(/^Canceled at \d+ %\. Two jobs were finished and are kept\.$/)
    const early = createScene()
    early.cancel()
    expect(say(early)).toBe('Canceled at 0 %. Nothing was finished.')
  })

  it('says of a paused campaign what still runs and what waits', () => {
    const scene = createScene()
    scene.make('analysis')
    scene.make('text', 1)
    scene.start('image', 1)
    scene.pause()
    expect(say(scene)).toBe('Paused. Drawing an image to the end. Nine jobs wait until you keep making it.')
    expect(tones(scene)).toEqual(['warn', 'now', 'quiet'])
    scene.complete('image', 1)
    expect(say(scene)).toBe('Paused. Nine jobs wait until you keep making it.')
  })

  it('says while offline what was true when the server was last heard, without the accent of now', () => {
    const scene = createScene()
    scene.make('analysis')
    scene.start('video', 6)
    const parts = offlineSentence(toldOf(scene.view()), 24_300)
    expect(textOf(parts).replaceAll('\u00a0', ' ')).toBe('Last heard 24 s ago: rendering the video.')
    expect(parts.map((part) => part.tone)).toEqual(['quiet', 'plain'])
  })

  it('stays as it is while offline when all is settled', () => {
    const scene = createScene()
    makeAllBut(scene)
    expect(textOf(offlineSentence(toldOf(scene.view()), 5_000))).toBe(textOf(sentenceOf(toldOf(scene.view()))))
  })
})

describe('the live region', () => {
  it('speaks of settled things only', () => {
    const scene = createScene()
    scene.make('analysis')
    const before = scene.facts().length
    scene.start('image', 1)
    scene.report('image', 1, { progress: 0.5 })
    expect(announcementOf(scene.facts().slice(before), scene.view())).toBeNull()
    scene.complete('image', 1)
    expect(announcementOf(scene.facts().slice(before), scene.view())).toMatch(
      /^Image for post 1, Angle 1, finished\. \d+ percent\.$/,
    )
  })

  it('puts several into one message', () => {
    const scene = createScene()
    scene.make('analysis')
    const before = scene.facts().length
    for (const post of [1, 2, 3]) scene.make('text', post)
    expect(announcementOf(scene.facts().slice(before), scene.view())).toMatch(/^3 jobs finished\. \d+ percent\.$/)
  })

  it('says that retry is available when something failed', () => {
    const scene = createScene()
    scene.make('analysis')
    scene.start('image', 4)
    scene.fail('image', 4, { code: 'refused', reason: 'It asks for a real logo.' })
    expect(announcementOf(scene.facts(), scene.view())).toBe(
      'Image for post 4, Angle 4, refused: It asks for a real logo. Retry is available.',
    )
  })

  it('says another budget once it counts, beside what else happened, and a pause not as one', () => {
    const scene = createScene({ postCount: 1, visuals: { images: false, videos: false } })
    scene.setCap(100_000)
    const said = (capBefore: number | null, more: () => void): string | null => {
      const from = scene.facts().length
      more()
      return announcementOf(scene.facts().slice(from), scene.view(), capBefore)
    }
    expect(said(100_000, () => scene.pause())).toBeNull()
    expect(said(100_000, () => scene.setCap(500_000))).toBe('Budget raised to €0.50.')
    expect(said(500_000, () => scene.setCap(200_000))).toBe('Budget set to €0.20.')
    expect(said(200_000, () => scene.setCap(null))).toBe('No budget any more.')
    expect(said(null, () => scene.setCap(300_000))).toBe('Budget set to €0.30.')
    const both = said(300_000, () => {
      scene.setCap(400_000)
      makeAllBut(scene)
    })
    expect(both).toMatch(/^Budget raised to €0\.40\. All 2 jobs settled\./)
  })

  it('ends with the sentence of the whole', () => {
    const scene = createScene({ postCount: 1, visuals: { images: false, videos: false } })
    makeAllBut(scene)
    expect(announcementOf(scene.facts(), scene.view())).toMatch(/^All 2 jobs settled\. One post, made in/)
  })
})

describe('the activity', () => {
  it('tells each fact that people care about and leaves out the steps between', () => {
    const scene = createScene({ postCount: 1, visuals: { images: true, videos: false } })
    scene.make('analysis', 0, 400)
    scene.start('text', 1)
    scene.say('text', 1, [{ part: 'x.text', text: 'Thirty-six hours.' }])
    scene.complete('text', 1)
    scene.start('image', 1)
    scene.fail('image', 1, {
      code: 'unavailable',
      retryable: true,
      retryAfterMs: 4_000,
      message: 'The provider timed out.',
    })
    scene.wait(5_000)
    scene.make('image', 1, 2_000)
    const lines = scene
      .facts()
      .flatMap((fact) => activityLine(fact, scene.view().posts)?.text.replaceAll('\u00a0', ' ') ?? [])
    expect(lines).toEqual([
      'Planned 3 jobs',
      'Analysis began',
      'Analysis finished in 0.4 s',
      'Text 01 began',
      'Text 01 finished in 0.1 s',
      'Image 01 began',
      'Image 01 failed: The provider timed out. It is tried again in 4 s.',
      'Image 01 began again, try 2',
      'Image 01 is there, 1080 × 1350',
      'Image 01 finished in 2 s',
      'All settled: everything is made',
    ])
  })
})
