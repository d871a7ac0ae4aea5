import { createPublicKey } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/** Whether text is base64url in the only way to write it. */
export function isCanonicalBase64url(text: unknown): boolean {
  return typeof text === 'string' && Buffer.from(text, 'base64url').toString('base64url') === text
}

/** Whether bytes are one CBOR item with shortest lengths, and nothing behind it. */
export function isMinimalCbor(bytes: Uint8Array): boolean {
  const again = isoCBOR.encode(isoCBOR.decodeFirst(Uint8Array.from(bytes)))
  return Buffer.compare(Buffer.from(again), bytes) === 0
}

/** Whether a decoded value holds only what WebAuthn has: integers, text, bytes, booleans, null, not too deep and not too many. */
export function isPlainCbor(value: unknown, levels: number): boolean {
  if (value instanceof Map) {
    const keysArePlain = [...value.keys()].every((key) => typeof key === 'string' || Number.isInteger(key))
    return keysArePlain && isPlainList([...value.values()], levels)
  }
  if (Array.isArray(value)) return isPlainList(value, levels)
  if (typeof value === 'number') return Number.isInteger(value)
  return value === null || value instanceof Uint8Array || typeof value === 'string' || typeof value === 'boolean'
}

function isPlainList(values: readonly unknown[], levels: number): boolean {
  return levels > 0 && values.length <= 64 && values.every((value) => isPlainCbor(value, levels - 1))
}

/** Whether the keys of a map stand in the order of CTAP2: by their encoded bytes. */
export function isInCanonicalOrder(map: ReadonlyMap<unknown, unknown>): boolean {
  const encoded = [...map.keys()].map((key) => Buffer.from(isoCBOR.encode(key as string | number)))
  return encoded.every((key, index) => index === 0 || Buffer.compare(encoded[index - 1] ?? key, key) < 0)
}

const required: ReadonlyMap<number, readonly number[]> = new Map([
  [1, [1, 3, -1, -2]],
  [2, [1, 3, -1, -2, -3]],
  [3, [1, 3, -1, -2]],
])

/** Whether a COSE key has the parameters of its type, of the right kind. */
export function isWholeKey(key: ReadonlyMap<unknown, unknown>): boolean {
  const labels = required.get(Number(key.get(1))) ?? []
  const isInteger = (label: number) => label === 1 || label === 3 || (label === -1 && key.get(1) !== 3)
  return (
    labels.length > 0 &&
    labels.every((label) =>
      isInteger(label) ? Number.isInteger(key.get(label)) : key.get(label) instanceof Uint8Array,
    )
  )
}

const shapes: ReadonlyMap<number, { readonly keyType: number; readonly curve?: number }> = new Map([
  [-7, { keyType: 2, curve: 1 }],
  [-8, { keyType: 1, curve: 6 }],
  [-257, { keyType: 3 }],
])

/** Whether a whole COSE key is a sound one of its algorithm, with nothing beside it, as far as Node can tell. */
export function isSoundKey(key: ReadonlyMap<unknown, unknown>): boolean {
  const shape = shapes.get(Number(key.get(3)))
  const fits = shape?.keyType === key.get(1) && (shape?.curve === undefined || shape.curve === key.get(-1))
  return fits && key.size === required.get(Number(key.get(1)))?.length && isTakenByNode(key)
}

function isTakenByNode(key: ReadonlyMap<unknown, unknown>): boolean {
  const text = (label: number) => Buffer.from(key.get(label) as Uint8Array).toString('base64url')
  try {
    if (key.get(1) === 3) return isSoundRsa(text(-1), text(-2))
    const members = key.get(1) === 2 ? { kty: 'EC', crv: 'P-256', y: text(-3) } : { kty: 'OKP', crv: 'Ed25519' }
    createPublicKey({ key: { ...members, x: text(-2) }, format: 'jwk' })
    return key.get(1) !== 2 || [-2, -3].every((label) => (key.get(label) as Uint8Array).length === 32)
  } catch {
    return false
  }
}

function isSoundRsa(n: string, e: string): boolean {
  const { asymmetricKeyDetails } = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
  const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {}
  const first = Buffer.from(n, 'base64url')
  const isOdd = ((first.at(-1) ?? 0) & 1) === 1 && publicExponent % 2n === 1n
  const isMinimal = first[0] !== 0 && Buffer.from(e, 'base64url')[0] !== 0
  return (
    isOdd &&
    isMinimal &&
    modulusLength >= 2048 &&
    modulusLength <= 8192 &&
    publicExponent >= 3n &&
    publicExponent <= 1n << 32n
  )
}

/** Whether bytes are the DER of two positive integers, in the only way to write them. */
export function isStrictDer(signature: Uint8Array): boolean {
  const bytes = Buffer.from(signature)
  const lengthOfR = bytes[3] ?? 0
  const r = bytes.subarray(4, 4 + lengthOfR)
  const s = bytes.subarray(6 + lengthOfR)
  const isFramed = bytes[0] === 0x30 && bytes[1] === bytes.length - 2 && bytes[2] === 2 && bytes[4 + lengthOfR] === 2
  return isFramed && bytes[5 + lengthOfR] === s.length && isPositive(r) && isPositive(s)
}

function isPositive(integer: Uint8Array): boolean {
  const [first = 0x80, second = 0] = integer
  const isMinimal = first !== 0 || (integer.length > 1 && second >= 0x80)
  return first < 0x80 && isMinimal
}
