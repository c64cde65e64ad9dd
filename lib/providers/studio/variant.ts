/** Which telling of a part a seed asks for: 2 for one that ends with `/v2`, 1 for any other; 50 at most. */
export const variantOf = (seed: string): number => Math.max(1, Math.min(50, Number(/\/v(\d+)$/.exec(seed)?.[1] ?? '1')))
