/**
 * What one job likely takes, ms, until this installation knows: reckoned on 2026-11-27 from the length of what is asked for and the pace at which such
 * models are said to answer. It was not measured at Google.
 */
export const firstGuesses = { analysis: 12_000, text: 6_000, image: 15_000, video: 90_000 }
