import { describe, expect, it } from 'vitest'
import { editedPost } from '../../lib/domain/edits.ts'
import { PostEditSchema, type Post, type PostEdit } from '../../lib/domain/post.ts'
import { countText } from '../../lib/providers/count-characters.ts'

const post: Post = {
  id: 'pst_00000000000000000001',
  index: 1,
  kind: 'text_image',
  angle: null,
  version: 3,
  texts: {
    x: { text: 'Proved 36 hours.', hashtags: ['Leeds'], link: 'hearth.example', characters: 24 },
    instagram: { text: 'Bread.', hashtags: [], link: null, characters: 6 },
  },
  imageAssetId: null,
  videoAssetId: null,
  locked: false,
  approval: 'approved',
}
const edited = (edit: unknown): Post => editedPost(post, PostEditSchema.parse(edit), countText)

describe('an edit of a post', () => {
  it('counts each text as its platform does, and leaves the others alone', () => {
    const { texts } = edited({
      texts: { x: { text: '🥐 bread', link: 'https://hearth.co.uk/a/very/long/way/to/bread' } },
    })
    expect(texts.x).toEqual({
      text: '🥐 bread',
      hashtags: ['Leeds'],
      link: 'https://hearth.co.uk/a/very/long/way/to/bread',
      characters: '🥐 bread'.length + 2 + 23 + 2 + '#Leeds'.length,
    })
    expect(texts.instagram).toBe(post.texts.instagram)
    expect(edited({ texts: { x: { hashtags: [], link: null } } }).texts.x?.characters).toBe(16)
  })

  it('takes the approval back with the words it was given for, unless it gives one', () => {
    expect(edited({ texts: { x: { text: 'Other.' } } }).approval).toBe('draft')
    expect(edited({ texts: { x: { text: 'Other.' } }, approval: 'approved' }).approval).toBe('approved')
    expect(edited({ locked: true })).toEqual({ ...post, locked: true })
    expect(edited({ texts: { x: { text: 'Proved 36 hours.' } } })).toEqual(post)
  })

  it.each<[string, PostEdit, string]>([
    ['a text that is too long', { texts: { x: { text: 'x'.repeat(281) } } }, 'texts.x.text'],
    ['too many hashtags', { texts: { x: { hashtags: ['a', 'b', 'c', 'd'] } } }, 'texts.x.hashtags'],
  ])('names the field with %s', (_, edit, path) => {
    expect(() => edited(edit)).toThrow(
      expect.objectContaining({ code: 'invalid_input', errors: [expect.objectContaining({ path })] }),
    )
  })

  it('cannot be of a platform without a text', () => {
    expect(() => edited({ texts: { tiktok: { text: 'Hello' } } })).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    )
  })

  it.each([
    {},
    { version: 4 },
    { texts: { myspace: { text: 'Hello' } } },
    { texts: { x: { characters: 1 } } },
    { texts: { x: { text: ' \u0007 ' } } },
    { texts: { x: { hashtags: ['two words'] } } },
    { texts: { x: { link: 'javascript:alert(1)' } } },
    { texts: { x: { link: 'not a link' } } },
    { approval: 'maybe' },
  ])('is refused when it is %j', (edit) => {
    expect(PostEditSchema.safeParse(edit).success).toBe(false)
  })

  it.each(['hearth.example', 'https://hearth.example/menu?x=1', 'hearth.example/menu', 'http://hearth.example:8080'])(
    'takes the link %s',
    (link) => {
      expect(PostEditSchema.safeParse({ texts: { x: { link } } }).success).toBe(true)
    },
  )
})
