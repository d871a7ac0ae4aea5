import { parse } from 'tldts'

export type SuffixListPlace = 'public suffix' | 'registrable domain' | 'below a domain'

/** Where a host is in the public suffix list, private entries included. Loaded only by the doctor: the list is large. */
export function placeInSuffixList(host: string): SuffixListPlace | undefined {
  const { publicSuffix, domain } = parse(host, { allowPrivateDomains: true })
  if (publicSuffix === host) return 'public suffix'
  return domain === host ? 'registrable domain' : 'below a domain'
}

/** The label of a host that browsers count: the `example` of `www.example.co.uk`. Undefined for a public suffix. */
export function registrableLabel(host: string): string | undefined {
  return parse(host, { allowPrivateDomains: true }).domainWithoutSuffix || undefined
}
