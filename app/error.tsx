'use client'

import { en } from '../components/messages/en.ts'
import { Button } from '../components/ui/button.tsx'

const words = en.shell.broken

export default function Broken({ reset }: { error: Error; reset(): void }) {
  return (
    <main className="page" id="main">
      <div className="stack pt-16" role="alert">
        <h1 className="say">{words.title}</h1>
        <p className="lead">{words.text}</p>
        <p>
          <Button look="ink" onClick={reset}>
            {words.again}
          </Button>
        </p>
      </div>
    </main>
  )
}
