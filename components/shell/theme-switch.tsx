'use client'

import { Moon, Sun } from 'lucide-react'
import { useEffect } from 'react'
import { en } from '../messages/en.ts'

const key = 'unfold.theme'

/** Runs before the first paint: the stored choice, else the system's. */
export const themeScript = `(function(){var t=null;try{t=localStorage.getItem('${key}')}catch(e){}if(t!=='dark'&&t!=='light')t=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';document.documentElement.dataset.theme=t})()`

function stored(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function ThemeSwitch() {
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const follow = (): void => {
      if (stored() === null) document.documentElement.dataset['theme'] = system.matches ? 'dark' : 'light'
    }
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [])

  const use = (theme: 'dark' | 'light'): void => {
    document.documentElement.dataset['theme'] = theme
    try {
      localStorage.setItem(key, theme)
    } catch {
      // A browser that keeps nothing still switches.
    }
  }
  return (
    <>
      <button type="button" className="themer to-dark" aria-label={en.shell.theme.toDark} onClick={() => use('dark')}>
        <Moon className="ic" aria-hidden="true" />
      </button>
      <button
        type="button"
        className="themer to-light"
        aria-label={en.shell.theme.toLight}
        onClick={() => use('light')}
      >
        <Sun className="ic" aria-hidden="true" />
      </button>
    </>
  )
}
