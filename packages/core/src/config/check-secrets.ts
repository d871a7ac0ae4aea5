import type * as z from 'zod'

const shortest = 32
const make = 'make one with: openssl rand -base64 32'

/** One issue under the name `secret`, whichever of several secrets is wrong. */
export function checkSecrets(value: unknown, context: z.RefinementCtx): void {
  const secrets = Array.isArray(value) ? value : [value]
  if (secrets.length === 0) context.addIssue(`is an empty array; ${make}`)
  const [issue] = secrets.flatMap((secret) => secretIssue(secret) ?? [])
  if (issue) context.addIssue(issue)
}

/** As `checkSecrets`, for one that may be left out. */
export function checkDecoySecret(value: unknown, context: z.RefinementCtx): void {
  const issue = value === undefined ? undefined : secretIssue(value)
  if (issue) context.addIssue(issue)
}

function secretIssue(secret: unknown): string | undefined {
  if (secret === undefined || secret === null) return `is not set (${secret}); ${make}`
  if (secret === '') return `is empty; ${make}`
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) return `must be text or a Uint8Array; ${make}`
  return secretBytes(secret).length < shortest ? `must hold at least ${shortest} bytes; ${make}` : undefined
}

/** Empty if the value is not a secret. */
export function secretBytes(secret: unknown): Uint8Array {
  if (typeof secret === 'string') return new TextEncoder().encode(secret)
  return secret instanceof Uint8Array ? secret.slice() : new Uint8Array(0)
}
