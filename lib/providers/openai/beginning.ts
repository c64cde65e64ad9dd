/** Far more than any answer, list or error has, bytes. */
const mostBytes = 1_000_000

/** The text of a body, as far as anybody reads it: of one without an end, only its beginning comes. Throws what its connection does. */
export async function beginningOf(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    length += chunk.byteLength
    if (length > mostBytes) break
  }
  return text + decoder.decode()
}
