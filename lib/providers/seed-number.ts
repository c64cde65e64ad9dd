/** The same seed for the same wish: vendors take 32 bits. */
export function seedNumber(seed: string): number {
  let hash = 0x811c9dc5
  for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0) % 0x7fffffff
}
