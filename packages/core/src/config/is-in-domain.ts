/**
 * Suffixes below which each name is a domain of its own. Not the public suffix list, which core does not contain: the
 * common ones of two labels. A browser knows the others.
 */
const publicSuffixes: ReadonlySet<string> = new Set([
  ...suffixesOf(['co', 'org', 'ac', 'gov', 'net'], ['uk', 'nz', 'za', 'in', 'il', 'id']),
  ...suffixesOf(['co', 'or', 'ne', 'ac', 'go'], ['jp', 'kr', 'th']),
  ...suffixesOf(
    ['com', 'org', 'net', 'edu', 'gov'],
    ['au', 'br', 'mx', 'ar', 'tr', 'cn', 'tw', 'hk', 'sg', 'my', 'ph'],
  ),
])

/**
 * Whether a browser can see the host and the RP ID as one registrable domain. Without the public suffix list: the host
 * is within the RP ID, or they share at least two labels that are no public suffix.
 */
export function isInDomain(host: string, rpId: string): boolean {
  if (host === rpId || host.endsWith(`.${rpId}`)) return true
  const shared = sharedSuffix(host.split('.'), rpId.split('.'))
  return shared.length >= 2 && !publicSuffixes.has(shared.join('.'))
}

function sharedSuffix(host: readonly string[], rpId: readonly string[]): readonly string[] {
  const differs = rpId.toReversed().findIndex((label, index) => label !== host.at(-1 - index))
  return differs === -1 ? rpId : rpId.slice(rpId.length - differs)
}

function suffixesOf(labels: readonly string[], countries: readonly string[]): readonly string[] {
  return countries.flatMap((country) => labels.map((label) => `${label}.${country}`))
}
