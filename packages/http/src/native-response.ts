import { isObject } from './name-of.js'

/** The members that hold bytes, in the answers of both ceremonies. */
const bytes = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'] as const

/**
 * An answer as apps send it, in the form that browsers give. Apple's systems hand out bytes only, so apps encode them
 * themselves: with padding, often in the alphabet of base64, and without `type` and `rawId`.
 */
export function nativeResponse(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const id = unpadded(given.id)
  return {
    ...given,
    id,
    rawId: given.rawId === undefined ? id : unpadded(given.rawId),
    type: given.type ?? 'public-key',
    response: isObject(given.response) ? innerOf(given.response) : given.response,
  }
}

function innerOf(response: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const inner: Record<string, unknown> = { ...response }
  for (const name of bytes) if (typeof inner[name] === 'string') inner[name] = unpadded(inner[name])
  if (inner.userHandle === '') delete inner.userHandle
  return inner
}

function unpadded(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) return value
  return value.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_')
}
