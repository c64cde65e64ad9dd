'use client'

import { useEffect, useRef, useState } from 'react'
import { callApi } from '../../hooks/api.ts'
import { sendFile } from '../../hooks/send-file.ts'
import { mostUploads } from '../../lib/domain/brief.ts'
import { mostUploadBytes, type Upload } from '../../lib/domain/upload.ts'
import { readingWords } from '../campaign/upload-words.ts'
import { en } from '../messages/en.ts'

const words = en.uploads

/** A file on its way, or one that did not arrive: `problem` says why. `sent` is null once the bytes are there and it is read. */
export type FileOnTheWay = { key: string; name: string; bytes: number; sent: number | null; problem: string | null }

export type Files = {
  onTheWay: readonly FileOnTheWay[]
  /** The form waits for these. */
  busy: boolean
  /** What happened last, for ears. */
  told: string
  add(files: readonly File[]): void
  /** Takes one away, wherever it stands: it is stopped, or removed. */
  remove(key: string): void
}

type Kept = { uploads: () => readonly Upload[]; keep(uploads: Upload[]): void }

/** The files of a brief: uploaded as they are chosen, kept with the draft when they have arrived. */
export function useFiles({ uploads, keep }: Kept): Files {
  const [onTheWay, setOnTheWay] = useState<FileOnTheWay[]>([])
  const [told, setTold] = useState('')
  const stops = useRef(new Map<string, AbortController>())
  const latest = useRef({ uploads, keep })
  useEffect(() => void (latest.current = { uploads, keep }))

  const change = (key: string, to: Partial<FileOnTheWay>): void =>
    setOnTheWay((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)))
  const drop = (key: string): void => setOnTheWay((all) => all.filter((one) => one.key !== key))

  // What a kept draft names may be gone: the server keeps unused files for a day.
  useEffect(() => {
    const stop = new AbortController()
    for (const { id, name, bytes } of latest.current.uploads()) {
      callApi(`/uploads/${id}`, { method: 'GET', signal: stop.signal }, () => null)
        .then((answer) => {
          if (answer.ok || answer.problem.status !== 404) return
          latest.current.keep(latest.current.uploads().filter((one) => one.id !== id))
          setOnTheWay((all) => [...all, { key: id, name, bytes, sent: null, problem: words.gone }])
        })
        .catch(() => undefined)
    }
    return () => stop.abort()
  }, [])
  useEffect(() => {
    const open = stops.current
    return () => open.forEach((stop) => stop.abort())
  }, [])

  const send = async (file: File, key: string): Promise<void> => {
    const stop = new AbortController()
    stops.current.set(key, stop)
    const answer = await sendFile(file, (share) => change(key, { sent: share < 1 ? share : null }), stop.signal)
    stops.current.delete(key)
    if (stop.signal.aborted) return
    if (answer.ok) {
      drop(key)
      latest.current.keep([...latest.current.uploads(), answer.value])
      setTold(words.said(answer.value.name, readingWords(answer.value.reading)))
      return
    }
    const { status, detail, title } = answer.problem
    const problem = status === 0 ? words.unreachable : detail || title || words.failed
    change(key, { problem })
    setTold(words.said(file.name, problem))
  }

  return {
    onTheWay,
    busy: onTheWay.some(({ problem }) => problem === null),
    told,
    add(files) {
      const waiting = onTheWay.filter(({ problem }) => problem === null).length
      const room = Math.max(0, mostUploads - uploads().length - waiting)
      const chosen = files.slice(0, room).map((file) => ({ file, key: crypto.randomUUID() }))
      const left = files.at(room)
      if (left) setTold(words.tooMany(left.name))
      setOnTheWay((all) => [
        ...all,
        ...chosen.map(({ file: { name, size }, key }) => {
          const problem = size > mostUploadBytes ? words.tooLarge : null
          return { key, name, bytes: size, sent: 0, problem }
        }),
      ])
      for (const { file, key } of chosen) if (file.size <= mostUploadBytes) void send(file, key)
    },
    remove(key) {
      stops.current.get(key)?.abort()
      stops.current.delete(key)
      drop(key)
      const kept = uploads()
      const upload = kept.find(({ id }) => id === key)
      if (!upload) return
      keep(kept.filter(({ id }) => id !== key))
      // It goes by itself after a day when this does not arrive, and stays when a campaign uses it.
      void callApi(`/uploads/${upload.id}`, { method: 'DELETE' }, () => null)
    },
  }
}
