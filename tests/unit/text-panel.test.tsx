import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { TextPanel, type Barrier } from '../../components/editor/text-panel.tsx'

const panel = (hears: boolean, barrier: Barrier = null): string =>
  renderToStaticMarkup(
    <TextPanel
      platform="x"
      fields={{ text: 'Bread.', hashtags: '', link: '' }}
      used={6}
      faults={[]}
      version={1}
      changed={false}
      barrier={barrier}
      hears={hears}
      free
      sending={false}
      wanted={null}
      onType={() => undefined}
      onUndo={() => undefined}
      onSave={() => undefined}
    />,
  )
const readOnlyFields = (markup: string): number => markup.match(/<(?:textarea|input)\b[^>]*\breadonly\b/gi)?.length ?? 0

describe('the words of a post', () => {
  it('cannot be typed before the page hears them, for they would be lost', () => {
    expect(readOnlyFields(panel(false))).toBe(3)
    expect(readOnlyFields(panel(true))).toBe(0)
  })

  it('cannot be typed into a locked post', () => {
    expect(readOnlyFields(panel(true, 'locked'))).toBe(3)
  })
})
