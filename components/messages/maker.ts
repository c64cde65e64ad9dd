/** What the page calls a provider: by its word, else by its own name. */
export const maker = (names: Readonly<Record<string, string>>, provider: string): string => names[provider] ?? provider
