'use client'

import { Ellipsis } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

type MoreMenuProps = {
  label: string
  items: readonly { key: string; text: string; icon: ReactNode; onSelect(): void }[]
}

/** Deeds that do not earn a button of their own. */
export function MoreMenu({ label, items }: MoreMenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button look="ghost" size="s" square icon={<Ellipsis className="ic" aria-hidden="true" />} aria-label={label} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          {items.map((item) => (
            <DropdownMenu.Item key={item.key} onSelect={item.onSelect}>
              {item.icon}
              {item.text}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
