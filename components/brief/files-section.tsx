'use client'

import { X } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { Controller, useWatch } from 'react-hook-form'
import { mostUploads } from '../../lib/domain/brief.ts'
import { readingWords } from '../campaign/upload-words.ts'
import { en } from '../messages/en.ts'
import { bytes, percent } from '../messages/numbers.ts'
import { Bar } from '../ui/bar.tsx'
import { Button } from '../ui/button.tsx'
import { FieldErrorText, invalid } from '../ui/field.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Section } from './section.tsx'
import { errorText, type BriefForm } from './use-brief-form.ts'
import type { FileOnTheWay, Files } from './use-files.ts'

const words = en.uploads
const accepted =
  '.pdf,.png,.jpg,.jpeg,.webp,.txt,.md,.markdown,application/pdf,image/png,image/jpeg,image/webp,text/plain'

/** Files to stand on: chosen or dropped, each with what was read of it or why it was not. */
export function FilesSection({ form, files }: { form: BriefForm['form']; files: Files }) {
  const uploads = useWatch({ control: form.control, name: 'uploads' })
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const choose = useRef<HTMLButtonElement | null>(null)
  const error = errorText(form.formState.errors.uploads)
  const full = uploads.length + files.onTheWay.filter(({ problem }) => problem === null).length >= mostUploads
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')
  const remove = (key: string): void => {
    files.remove(key)
    // A full list had closed it: it opens with what is drawn next.
    requestAnimationFrame(() => choose.current?.focus())
  }
  return (
    <Section title={words.title} hint={words.hint}>
      <div
        className="files"
        data-over={over || undefined}
        onDragOver={(event) => {
          if (!hasFiles(event)) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          if (!hasFiles(event)) return
          event.preventDefault()
          setOver(false)
          files.add([...event.dataTransfer.files])
        }}
      >
        {uploads.length + files.onTheWay.length === 0 ? null : (
          <ul>
            {uploads.map(({ id, name, bytes: size, reading }) => (
              <li key={id}>
                <span className="ok">
                  <Glyph name="completed" />
                </span>
                <FileName name={name} size={size}>
                  {readingWords(reading)}
                </FileName>
                <RemoveFile name={name} onClick={() => remove(id)} />
              </li>
            ))}
            {files.onTheWay.map((file) => (
              <li key={file.key}>
                <FileState file={file} />
                <RemoveFile name={file.name} onClick={() => remove(file.key)} />
              </li>
            ))}
          </ul>
        )}
        <div className="files-add">
          <input
            ref={input}
            type="file"
            hidden
            multiple
            accept={accepted}
            aria-label={words.title}
            onChange={({ target }) => {
              files.add([...(target.files ?? [])])
              target.value = ''
            }}
          />
          <Controller
            control={form.control}
            name="uploads"
            render={({ field }) => (
              <Button
                ref={(button) => {
                  field.ref(button)
                  choose.current = button
                }}
                size="s"
                disabled={full}
                onClick={() => input.current?.click()}
                onBlur={field.onBlur}
                {...invalid('uploads', error)}
              >
                {words.choose}
              </Button>
            )}
          />
          <span className="cap">{full ? words.full : words.drop}</span>
        </div>
      </div>
      {error === undefined ? null : <FieldErrorText id="uploads" text={error} />}
      <output className="sr">{files.told}</output>
    </Section>
  )
}

function FileName({ name, size, children }: { name: string; size: number; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <b className="files-name" dir="auto">
        {name}
      </b>{' '}
      <span className="cap mono ml-1">{bytes(size)}</span>
      <p className="cap">{children}</p>
    </div>
  )
}

/** How far a file has come, as the browser counts its bytes; then that it is read, which nobody measures. */
function FileState({ file: { name, bytes: size, sent, problem } }: { file: FileOnTheWay }) {
  if (problem !== null)
    return (
      <>
        <span className="bad">
          <Glyph name="failed" />
        </span>
        <FileName name={name} size={size}>
          <span className="bad">{problem}</span>
        </FileName>
      </>
    )
  const share = sent === null ? words.reading : words.sent(percent(sent))
  return (
    <>
      <span className="acc">
        <Glyph name={sent === null ? 'waiting' : 'processing'} value={sent ?? 0} />
      </span>
      <FileName name={name} size={size}>
        <span className="files-bar">
          <span>{share}</span>
          <Bar
            value={sent}
            state={sent === null ? 'waiting' : 'processing'}
            label={`${words.sending} ${name}`}
            words={share}
          />
        </span>
      </FileName>
    </>
  )
}

function RemoveFile({ name, onClick }: { name: string; onClick(): void }) {
  return (
    <Button
      square
      size="s"
      look="ghost"
      aria-label={words.remove(name)}
      icon={<X className="ic ic-s" aria-hidden="true" />}
      onClick={onClick}
    />
  )
}
