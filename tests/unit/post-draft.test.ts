import { describe, expect, it } from 'vitest'
import {
  clashes,
  contentOf,
  countOf,
  editOf,
  emptyDraft,
  faultsOf,
  fieldsOf,
  follow,
  onTop,
  touched,
  typed,
  without,
  type PostDraft,
} from '../../components/editor/draft.ts'
import type { Post } from '../../lib/domain/post.ts'
import { countText } from '../../lib/providers/count-characters.ts'

const post: Post = {
  id: 'pst_00000000000000000001',
  index: 1,
  kind: 'text_image',
  angle: null,
  version: 3,
  texts: {
    x: { text: 'Proved 36 hours.', hashtags: ['Leeds'], link: 'hearth.co.uk', characters: 49 },
    instagram: { text: 'Bread.', hashtags: [], link: null, characters: 6 },
  },
  imageAssetId: null,
  videoAssetId: null,
  locked: false,
  approval: 'draft',
}
const write = (draft: PostDraft, text: string, on: Post = post): PostDraft =>
  typed(draft, 'x', { ...fieldsOf(draft, on, 'x'), text })
const theirs = (text: string): Post => ({
  ...post,
  version: 4,
  texts: { ...post.texts, x: { text, hashtags: ['Leeds'], link: 'hearth.co.uk', characters: 1 } },
})

describe('a draft of a post', () => {
  it('shows what is saved until something is typed, and asks only for what was typed', () => {
    const draft = emptyDraft(post)
    expect(fieldsOf(draft, post, 'x')).toEqual({ text: 'Proved 36 hours.', hashtags: '#Leeds', link: 'hearth.co.uk' })
    const next = write(draft, 'Proved long.')
    expect(editOf(next)).toEqual({
      texts: { x: { text: 'Proved long.', hashtags: ['Leeds'], link: 'hearth.co.uk' } },
    })
    expect(touched(write(next, 'Proved 36 hours.'))).toEqual([])
  })

  it('reads hashtags with and without their signs, and an empty link as none', () => {
    expect(contentOf({ text: 'a', hashtags: '#Leeds  RealBread, #Sourdough', link: ' ' })).toEqual({
      text: 'a',
      hashtags: ['Leeds', 'RealBread', 'Sourdough'],
      link: null,
    })
  })

  it('follows a version that changed nothing it touched', () => {
    const draft = write(emptyDraft(post), 'Mine.')
    const sealed: Post = { ...post, version: 4, locked: true }
    expect(follow(draft, sealed)).toMatchObject({ version: 4, texts: { x: { text: 'Mine.' } } })
    const elsewhere: Post = {
      ...post,
      version: 5,
      texts: { ...post.texts, instagram: { text: 'Buns.', hashtags: [], link: null, characters: 5 } },
    }
    expect(follow(draft, elsewhere).version).toBe(5)
  })

  it('stays where it was begun when somebody changed the same text, until a person decides', () => {
    const draft = write(emptyDraft(post), 'Mine.')
    const after = theirs('Theirs.')
    expect(clashes(draft, after)).toEqual(['x'])
    expect(follow(draft, after)).toBe(draft)
    expect(onTop(draft, after)).toMatchObject({ version: 4, texts: { x: { text: 'Mine.' } } })
    expect(clashes(onTop(draft, after), after)).toEqual([])
    expect(touched(follow(without(draft, ['x']), after))).toEqual([])
  })

  it('is empty when its own words are what arrived', () => {
    const draft = write(emptyDraft(post), 'Mine.')
    expect(touched(follow(draft, theirs('Mine.')))).toEqual([])
  })

  it('counts as the platform does', () => {
    const draft = write(emptyDraft(post), '🥐 bread')
    expect(countOf(draft, post, 'x', countText)).toBe('🥐 bread'.length + 2 + 23 + 2 + '#Leeds'.length)
    expect(countOf(draft, post, 'instagram', null)).toBe(6)
  })

  it('names the field that the API would refuse', () => {
    const fault = (fields: Partial<ReturnType<typeof fieldsOf>>) =>
      faultsOf({ text: 'Bread.', hashtags: '', link: '', ...fields }, 'x', 281).map((one) => one.field)
    expect(fault({})).toEqual(['text'])
    expect(fault({ hashtags: '#a #b #c #d' })).toEqual(['text', 'hashtags'])
    expect(fault({ hashtags: '#no-dash', link: 'nowhere' })).toEqual(['text', 'hashtags', 'link'])
    expect(faultsOf({ text: ' ', hashtags: '', link: '' }, 'x', 0).map((one) => one.field)).toEqual(['text'])
    expect(faultsOf({ text: 'Bread.', hashtags: '#Leeds', link: 'hearth.co.uk' }, 'x', 40)).toEqual([])
  })
})
