/** The one platform word the ports speak: how a running call learns that it should stop. Node and browsers bring the whole of it. */
interface AbortSignal {
  readonly aborted: boolean
}
