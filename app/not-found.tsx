import Link from 'next/link'
import { en } from '../components/messages/en.ts'
import { Button } from '../components/ui/button.tsx'

const words = en.shell.notFound

export default function NotFound() {
  return (
    <main className="page" id="main">
      <div className="stack pt-16">
        <h1 className="say">{words.title}</h1>
        <p className="lead">{words.text}</p>
        <p>
          <Button asChild look="ink">
            <Link href="/">{words.back}</Link>
          </Button>
        </p>
      </div>
    </main>
  )
}
