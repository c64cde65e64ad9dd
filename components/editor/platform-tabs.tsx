import { Tabs } from 'radix-ui'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import { en } from '../messages/en.ts'
import { PlatformGlyph } from '../platform/platform-glyph.tsx'
import { Glyph } from '../ui/glyph.tsx'

const words = en.post.editor

type PlatformTabsProps = {
  platforms: readonly Platform[]
  usedOn(platform: Platform): number
  changed: readonly Platform[]
}

/** The platforms of a post with how long each text is by its own count. */
export function PlatformTabs({ platforms, usedOn, changed }: PlatformTabsProps) {
  return (
    <Tabs.List className="tabs ed-tabs mb-8" aria-label={words.platforms}>
      {platforms.map((one) => {
        const { name, maxCharacters } = platformRules[one]
        const used = usedOn(one)
        const over = used > maxCharacters
        return (
          <Tabs.Trigger key={one} value={one} data-over={over || undefined}>
            <PlatformGlyph platform={one} />
            {name}
            <span className={over ? 'mono bad' : 'mono'}>{words.count(used, maxCharacters)}</span>
            {over ? (
              <span className="bad">
                <Glyph name="failed" />
                <span className="sr">{words.tooLong}</span>
              </span>
            ) : changed.includes(one) ? (
              <span className="dot">
                <span className="sr">{words.unsaved}</span>
              </span>
            ) : null}
          </Tabs.Trigger>
        )
      })}
    </Tabs.List>
  )
}
