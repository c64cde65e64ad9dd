import { diffWords } from 'diff'
import { en } from '../messages/en.ts'

type Piece = { value: string; added: boolean; removed: boolean }

/** Two texts word by word; how many words came and went. */
export function wordsBetween(before: string, after: string): { pieces: Piece[]; added: number; removed: number } {
  const pieces = diffWords(before, after)
  const count = (fits: (piece: Piece) => boolean): number =>
    pieces.filter(fits).reduce((sum, { value }) => sum + (value.match(/[\p{L}\p{N}]+/gu) ?? []).length, 0)
  return { pieces, added: count((piece) => piece.added), removed: count((piece) => piece.removed) }
}

/** One of the two texts, with what only it says marked. */
export function Marked({ pieces, side }: { pieces: readonly Piece[]; side: 'before' | 'after' }) {
  const shown = pieces.filter((piece) => (side === 'before' ? !piece.added : !piece.removed))
  if (shown.every(({ value }) => value === '')) return <p className="ink3">{en.post.versions.nothing}</p>
  return (
    <p dir="auto">
      {shown.map(({ value, added, removed }, at) =>
        added ? (
          <ins key={at} className="ins">
            {value}
          </ins>
        ) : removed ? (
          <del key={at} className="del">
            {value}
          </del>
        ) : (
          value
        ),
      )}
    </p>
  )
}
