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
  // Of hosting companies.
  ...['github.io', 'gitlab.io', 'netlify.app', 'pages.dev', 'vercel.app', 'web.app', 'workers.dev', 'herokuapp.com'],
])

/** Whether the host is that of the RP ID or below it. */
export function isWithin(host: string, rpId: string): boolean {
  return host === rpId || host.endsWith(`.${rpId}`)
}

/**
 * Whether a browser can see the host and the RP ID as one registrable domain. Without the public suffix list: the host
 * is within the RP ID, or they share at least two labels that are no public suffix.
 */
export function isInDomain(host: string, rpId: string): boolean {
  if (isWithin(host, rpId)) return true
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

/**
 * At least so many registrable labels, such as the `example` of `www.example.co.uk`, are in these hosts. Without the
 * public suffix list the label of a host may be any but its last one, so that only hosts that have none in common surely
 * differ: never more than a browser counts. The doctor has the list, and counts exactly.
 */
export function fewestLabels(hosts: readonly string[]): number {
  const counted = new Set<string>()
  let fewest = 0
  for (const host of hosts) {
    const labels = possibleLabels(host.split('.'))
    if (labels.length === 0 || labels.some((label) => counted.has(label))) continue
    fewest++
    for (const label of labels) counted.add(label)
  }
  return fewest
}

function possibleLabels(labels: readonly string[]): readonly string[] {
  return labels.slice(0, publicSuffixes.has(labels.slice(-2).join('.')) ? -2 : -1)
}
