import type { Metadata } from 'next'
import { Composer } from '../../../components/brief/composer.tsx'
import { exampleOf } from '../../../components/brief/examples.ts'
import { en } from '../../../components/messages/en.ts'

export const metadata: Metadata = { title: en.shell.title(en.brief.page) }

type Props = { searchParams: Promise<{ example?: string | string[] }> }

export default async function Page({ searchParams }: Props) {
  const { example } = await searchParams
  const chosen = typeof example === 'string' ? exampleOf(example) : null
  return <Composer key={chosen?.id ?? 'draft'} example={chosen} />
}
