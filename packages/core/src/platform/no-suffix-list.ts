import type { SuffixListPlace } from '#suffix-list'

/** A Worker is loaded whole, and the list would be a tenth of it: there the doctor does not know. */
export function placeInSuffixList(): SuffixListPlace | undefined {
  return undefined
}

/** Not known either. */
export function registrableLabel(): string | undefined {
  return undefined
}
