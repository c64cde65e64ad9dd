'use client'

import { LayoutList, Plus, Settings2, SquarePlus } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { en } from '../messages/en.ts'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/wordmark.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

const words = en.shell

export function TopBar() {
  const path = usePathname()
  return (
    <header className="topbar">
      <Link className="wordmark" href="/">
        <Mark />
        {words.product}
      </Link>
      <nav className="nav" aria-label={words.main}>
        <Link href="/" aria-current={path === '/' ? 'page' : path.startsWith('/campaigns') ? 'true' : undefined}>
          {words.campaigns}
        </Link>
      </nav>
      <span className="grow" />
      <span id="connection" />
      <span className="switches">
        <ThemeSwitch />
        <Link
          href="/settings"
          className="themer only-wide"
          aria-label={words.settings}
          aria-current={path === '/settings' ? 'page' : undefined}
        >
          <Settings2 className="ic" aria-hidden="true" />
        </Link>
      </span>
      <Button asChild look="ink" className="only-wide">
        <Link href="/campaigns/new">
          <Plus className="ic" aria-hidden="true" />
          <span>{words.newCampaign}</span>
        </Link>
      </Button>
    </header>
  )
}

/** The bottom bar of phones. */
export function TabBar() {
  const path = usePathname()
  return (
    <nav className="tabbar" aria-label={words.main}>
      <Link href="/" aria-current={path === '/' ? 'page' : undefined}>
        <LayoutList className="ic" aria-hidden="true" />
        {words.campaigns}
      </Link>
      <Link href="/campaigns/new" className="go" aria-current={path === '/campaigns/new' ? 'page' : undefined}>
        <SquarePlus className="ic" aria-hidden="true" />
        {words.fresh}
      </Link>
      <Link href="/settings" aria-current={path === '/settings' ? 'page' : undefined}>
        <Settings2 className="ic" aria-hidden="true" />
        {words.settings}
      </Link>
    </nav>
  )
}
