declare module 'twitter-text' {
  const twitter: { parseTweet(text: string): { weightedLength: number; valid: boolean; permillage: number } }
  export default twitter
}
