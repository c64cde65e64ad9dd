'use client'

import { Ellipsis } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { Fragment, type ReactNode } from 'react'
import { Button } from './button.tsx'

export type MenuItem = {
  key: string
  text: string
  icon: ReactNode
  /** The key that does the same. */
  keys?: string
  /** Why it is not to be had now, shown under it. */
  not?: string | null
  /** Leads away (a download) instead of doing something here. */
  href?: string
  download?: string
  onSelect?(): void
}

/** Deeds that do not earn a button of their own, in groups. */
export function MoreMenu({ label, groups }: { label: string; groups: readonly (readonly MenuItem[])[] }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button look="ghost" size="s" square icon={<Ellipsis className="ic" aria-hidden="true" />} aria-label={label} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {groups
            .filter((items) => items.length > 0)
            .map((items, at) => (
              <Fragment key={items[0]?.key}>
                {at === 0 ? null : <DropdownMenu.Separator />}
                {items.map((item) => (
                  <Item key={item.key} item={item} />
                ))}
              </Fragment>
            ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ item: { text, icon, keys, not = null, href, download, onSelect } }: { item: MenuItem }) {
  const inside = (
    <>
      {icon}
      <span className="min-w-0">
        {text}
        {not === null ? null : <small className="cap">{not}</small>}
      </span>
      {keys === undefined ? null : <kbd aria-hidden="true">{keys}</kbd>}
    </>
  )
  const known = { disabled: not !== null, ...(keys === undefined ? {} : { 'aria-keyshortcuts': keys }) }
  if (href !== undefined) {
    return (
      <DropdownMenu.Item asChild {...known}>
        <a href={href} download={download ?? ''}>
          {inside}
        </a>
      </DropdownMenu.Item>
    )
  }
  return (
    <DropdownMenu.Item {...known} {...(onSelect === undefined ? {} : { onSelect })}>
      {inside}
    </DropdownMenu.Item>
  )
}
