/**
 * Whether two byte strings are the same, in time that depends on the lengths alone. For what is public: a call into the
 * platform costs more than it protects there; secrets are compared by `platform.equal`.
 */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let at = 0; at < left.length; at++) difference |= (left[at] ?? 0) ^ (right[at] ?? 0)
  return difference === 0
}

/** Whether two texts are the same, in time that depends on the lengths alone. */
export function sameText(left: string, right: string): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let at = 0; at < left.length; at++) difference |= left.charCodeAt(at) ^ right.charCodeAt(at)
  return difference === 0
}
