import type { Random } from '../../test-support/random.js'
import { byteMutations } from './bytes.js'

export type ChangeSignature = (honest: Uint8Array, random: Random) => Uint8Array

const orders = {
  p256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
} as const

/** Mutations of a signature. Those of `r` and `s` leave signatures other than ECDSA unchanged. */
export const signatureMutations: Readonly<Record<string, ChangeSignature>> = {
  'changed bytes': (it, random) => random.pick(Object.values(byteMutations))(it, random),
  's in its other half': (it) => inDer(it, ({ r, s }) => der(r, orders.p256 - s)),
  'r and s exchanged': (it) => inDer(it, ({ r, s }) => der(s, r)),
  'r or s nothing': (it, random) => inDer(it, ({ r, s }) => (random.below(2) ? der(0n, s) : der(r, 0n))),
  'r or s above the order': (it, random) =>
    inDer(it, ({ r, s }) => (random.below(2) ? der(r + orders.p256, s) : der(r, s + orders.p256))),
  'without DER': (it) => inDer(it, ({ r, s }) => Buffer.concat([fixed(r), fixed(s)])),
  'with a zero before a number': (it) => inDer(it, ({ r, s }) => der(r, s, [0])),
  'with a long length': (it) => inDer(it, ({ r, s }) => longLength(der(r, s))),
  'with something behind it': (it, random) => Buffer.concat([it, Uint8Array.of(random.below(256))]),
  'with something inside it': (it) => inDer(it, ({ r, s }) => sequence([number(r), number(s), Uint8Array.of(5, 0)])),
  'nothing but zeros': (it) => new Uint8Array(it.length),
  none: () => new Uint8Array(),
}

interface Numbers {
  readonly r: bigint
  readonly s: bigint
}

function inDer(signature: Uint8Array, change: (numbers: Numbers) => Uint8Array): Uint8Array {
  const lengthOfR = signature[3] ?? 0
  const isDer = signature[0] === 0x30 && signature[1] === signature.length - 2 && signature[4 + lengthOfR] === 2
  if (!isDer) return signature
  return change({ r: toBigInt(signature.subarray(4, 4 + lengthOfR)), s: toBigInt(signature.subarray(6 + lengthOfR)) })
}

const toBigInt = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
const fixed = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0').slice(-64), 'hex')

function number(value: bigint, before: readonly number[] = []): Uint8Array {
  const digits = value.toString(16)
  const bytes = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex')
  const positive = (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Uint8Array.of(0), bytes])
  const content = Buffer.concat([Uint8Array.from(before), positive])
  return Buffer.concat([Uint8Array.of(2, content.length), content])
}

function sequence(items: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(items)
  return Buffer.concat([Uint8Array.of(0x30, content.length), content])
}

function der(r: bigint, s: bigint, before: readonly number[] = []): Uint8Array {
  return sequence([number(r), number(s, before)])
}

function longLength(encoded: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(0x30, 0x81), encoded.subarray(1)])
}
