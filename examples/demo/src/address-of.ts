/** A path with what is stated of the query; what is undefined is left out. */
export function addressOf(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const stated = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) stated.set(name, String(value))
  }
  return stated.size === 0 ? path : `${path}?${stated}`
}
