import { createPublicKey } from 'node:crypto'
import { ed448 } from '@noble/curves/ed448.js'
import { ed25519 } from '@noble/curves/ed25519.js'

/** A COSE key by its labels. */
export type LooseKey = ReadonlyMap<unknown, unknown>

const required: ReadonlyMap<unknown, readonly number[]> = new Map([
  [1, [1, 3, -1, -2]],
  [2, [1, 3, -1, -2, -3]],
  [3, [1, 3, -1, -2]],
  [7, [1, 3, -1]],
])

/** Whether a key has the parameters of its type, of the right kind. */
export function isWholeKey(key: LooseKey): boolean {
  const labels = required.get(key.get(1)) ?? []
  const hasCurve = key.get(1) === 1 || key.get(1) === 2
  const isInteger = (label: number) => label > 0 || (label === -1 && hasCurve)
  return (
    labels.length > 0 &&
    labels.every((label) =>
      isInteger(label) ? Number.isInteger(key.get(label)) : key.get(label) instanceof Uint8Array,
    )
  )
}

interface Curve {
  readonly name: string
  readonly number: number
  readonly bytes: number
}

const curves = {
  'P-256': { name: 'P-256', number: 1, bytes: 32 },
  'P-384': { name: 'P-384', number: 2, bytes: 48 },
  'P-521': { name: 'P-521', number: 3, bytes: 66 },
  Ed25519: { name: 'Ed25519', number: 6, bytes: 32 },
  Ed448: { name: 'Ed448', number: 7, bytes: 57 },
  secp256k1: { name: 'secp256k1', number: 8, bytes: 32 },
} as const satisfies Readonly<Record<string, Curve>>

/** The shape of an algorithm's key: a curve, RSA, or the number of bytes for ML-DSA. */
type Shape = keyof typeof curves | 'RSA' | number

const shapes: ReadonlyMap<unknown, Shape> = new Map<unknown, Shape>([
  [-7, 'P-256'],
  [-9, 'P-256'],
  [-35, 'P-384'],
  [-51, 'P-384'],
  [-36, 'P-521'],
  [-52, 'P-521'],
  [-8, 'Ed25519'],
  [-19, 'Ed25519'],
  [-53, 'Ed448'],
  [-47, 'secp256k1'],
  ...[-257, -258, -259, -37, -38, -39].map((algorithm): [number, Shape] => [algorithm, 'RSA']),
  [-48, 1312],
  [-49, 1952],
  [-50, 2592],
])

/** Whether a whole key is a sound one of its algorithm, with nothing beside it, as far as other code than ours can tell. */
export function isSoundKey(key: LooseKey): boolean {
  const shape = shapes.get(key.get(3))
  if (shape === undefined || key.size !== required.get(key.get(1))?.length) return false
  if (typeof shape === 'number') return key.get(1) === 7 && bytesAt(key, -1).length === shape
  return shape === 'RSA' ? key.get(1) === 3 && isSoundRsa(key) : isOnCurve(key, curves[shape])
}

function bytesAt(key: LooseKey, label: number): Buffer {
  const value = key.get(label)
  return Buffer.from(value instanceof Uint8Array ? value : [])
}

function isOnCurve(key: LooseKey, { name, number, bytes }: Curve): boolean {
  const edwards = edwardsPoints.get(name)
  const coordinates = edwards ? [-2] : [-2, -3]
  const fits = key.get(1) === (edwards ? 1 : 2) && key.get(-1) === number
  if (!fits || coordinates.some((label) => bytesAt(key, label).length !== bytes)) return false
  if (edwards) return isOfFullOrder(edwards, bytesAt(key, -2))
  const [x, y] = [bytesAt(key, -2).toString('base64url'), bytesAt(key, -3).toString('base64url')]
  return isTaken({ kty: 'EC', crv: name, x, y }) !== undefined
}

type EdwardsPoints = typeof ed25519.Point

/** Node takes any bytes for a key of these, until it verifies. */
const edwardsPoints: ReadonlyMap<string, EdwardsPoints> = new Map([
  ['Ed25519', ed25519.Point],
  ['Ed448', ed448.Point],
])

function isOfFullOrder(points: EdwardsPoints, encoded: Uint8Array): boolean {
  try {
    return !points.fromBytes(Uint8Array.from(encoded)).isSmallOrder()
  } catch {
    return false
  }
}

function isTaken(key: Readonly<Record<string, string>>) {
  try {
    return createPublicKey({ key, format: 'jwk' })
  } catch {
    return undefined
  }
}

function isSoundRsa(key: LooseKey): boolean {
  const [modulus, exponent] = [bytesAt(key, -1), bytesAt(key, -2)]
  const taken = isTaken({ kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') })
  const { modulusLength = 0, publicExponent = 0n } = taken?.asymmetricKeyDetails ?? {}
  const areOdd = ((modulus.at(-1) ?? 0) & 1) === 1 && publicExponent % 2n === 1n
  const areMinimal = modulus[0] !== 0 && exponent[0] !== 0
  const areInBounds =
    modulusLength >= 2048 && modulusLength <= 8192 && publicExponent >= 3n && publicExponent <= 1n << 32n
  return areOdd && areMinimal && areInBounds
}
