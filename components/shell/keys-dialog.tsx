'use client'

import { Keyboard } from 'lucide-react'
import { Dialog, Switch } from 'radix-ui'
import { useState } from 'react'
import { useKeys, useKeySwitch } from '../../hooks/use-keys.ts'
import { en } from '../messages/en.ts'
import { Button } from '../ui/button.tsx'

const words = en.post.keys

const list: readonly [string, readonly string[]][] = [
  [words.list.next, ['J']],
  [words.list.previous, ['K']],
  [words.list.edit, ['E']],
  [words.list.regenerate, ['R']],
  [words.list.approve, ['A']],
  [words.list.lock, ['L']],
  [words.list.versions, ['V']],
  [words.list.platform, ['1', '…', '5']],
  [words.list.back, ['Esc']],
  [words.list.help, ['?']],
]

/** All single keys, and the switch for them. */
export function KeysDialog() {
  const [open, setOpen] = useState(false)
  const [on, setOn] = useKeySwitch()
  useKeys({ '?': () => setOpen(true) })
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button
          className="only-wide"
          size="s"
          look="ghost"
          square
          icon={<Keyboard className="ic" aria-hidden="true" />}
          aria-label={words.title}
          title={words.title}
        />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog">
          <Dialog.Title className="head">{words.title}</Dialog.Title>
          <Dialog.Description className="mt-2 text-small text-ink-2">{words.lead}</Dialog.Description>
          <dl className="keys">
            {list.map(([name, keys]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{keys.map((key) => (key === '…' ? <span key={key}>–</span> : <kbd key={key}>{key}</kbd>))}</dd>
              </div>
            ))}
          </dl>
          <div className="acts is-spread">
            <label className="row row-s" htmlFor="single-keys">
              <Switch.Root id="single-keys" className="switch" checked={on} onCheckedChange={setOn} />
              {words.on}
            </label>
            <Dialog.Close className="btn">{words.close}</Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
