import { expect, test } from 'vitest'
import { postsTable } from '../../lib/domain/posts-table.ts'
import { sampleView } from '../support/sample.ts'

test('posts become a table with a row for each platform, whatever their texts hold', () => {
  const [first] = sampleView().posts
  if (!first) throw new Error('There is no post.')
  const told = { hashtags: ['Leeds', 'Bread'], link: 'hearth.example/shop', characters: 9 }
  const texts = {
    x: { ...told, text: 'He said "two",\nthen one' },
    linkedin: { ...told, text: '=HYPERLINK("x")', hashtags: [], link: null },
  }
  const table = postsTable({ posts: [{ ...first, texts, imageAssetId: 'ast_00000000000000000000' }] })
  expect(table).toBe(
    '\uFEFFpost,platform,text,hashtags,link,characters,image,video,approval\r\n' +
      '1,x,"He said ""two"",\nthen one",#Leeds #Bread,hearth.example/shop,9,ast_00000000000000000000,,draft\r\n' +
      '1,linkedin,"\'=HYPERLINK(""x"")",,,9,ast_00000000000000000000,,draft\r\n',
  )
})

test('a campaign without texts is a table without rows', () => {
  expect(postsTable({ posts: [] }).trim().split('\r\n')).toHaveLength(1)
})
