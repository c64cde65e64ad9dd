import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { Toaster } from 'sonner'
import '@fontsource-variable/bricolage-grotesque/opsz.css'
import '@fontsource-variable/geist-mono/wght.css'
import '@fontsource-variable/instrument-sans/wght.css'
import { en } from '../components/messages/en.ts'
import { locale } from '../components/messages/numbers.ts'
import { themeScript } from '../components/shell/theme-switch.tsx'
import { TabBar, TopBar } from '../components/shell/top-bar.tsx'
import './globals.css'

export const metadata: Metadata = { title: en.shell.product, description: en.shell.description }
export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#F4F2ED' },
    { media: '(prefers-color-scheme: dark)', color: '#151411' },
  ],
}

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang={locale} suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <a className="skip" href="#main">
          {en.shell.skip}
        </a>
        <TopBar />
        {children}
        <TabBar />
        <Toaster position="bottom-right" toastOptions={{ unstyled: true, classNames: { toast: 'toast' } }} />
      </body>
    </html>
  )
}
