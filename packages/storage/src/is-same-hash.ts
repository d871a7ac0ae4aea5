/** Whether two hashes are the same. Takes as long for any two of one length, wherever they differ. */
export function isSameHash(kept: Uint8Array, given: Uint8Array): boolean {
  if (kept.length !== given.length) return false
  return kept.reduce((difference, byte, at) => difference | (byte ^ (given[at] ?? 0)), 0) === 0
}
