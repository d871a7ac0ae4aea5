import { PasskeyError, type StoredCredential, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import { createAuthenticator } from '@latchkey/testing'
import { ed448 } from '@noble/curves/ed448.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, test } from 'vitest'
import { type Algorithm, algorithms, credentialAlgorithms, curves } from '../../../src/algorithms.js'
import { challenge, creationOptions, expectedAssertion, expectedRegistration, origin } from './ceremony.js'

type Key = ReadonlyMap<unknown, unknown>
type Change = (honest: Key) => Key | Uint8Array

const set =
  (...members: readonly [label: unknown, value: unknown][]): Change =>
  (honest) =>
    new Map([...honest, ...members])
const without =
  (missing: number): Change =>
  (honest) =>
    new Map([...honest].filter(([label]) => label !== missing))
const bytes = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal, 'hex'))
const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte)

/** Registers with one algorithm, whose key is changed; the resulting code, or nothing. */
async function codeOf(algorithm: number, change: Change = (it) => it): Promise<string | undefined> {
  const response = await createAuthenticator({ origin, algorithms: [algorithm] }).create(
    { ...creationOptions, pubKeyCredParams: [{ type: 'public-key', alg: algorithm }] },
    {
      tamper: {
        authenticatorData: (honest) => {
          const { attestedCredentialData: attested } = honest
          return { ...honest, attestedCredentialData: { ...attested, publicKey: change(attested.publicKey) } }
        },
      },
    },
  )
  const expected = { ...expectedRegistration, algorithms: credentialAlgorithms }
  const error = await verifyRegistration({ response, expected }).then(
    () => undefined,
    (it) => it,
  )
  if (error !== undefined) expect(error).toBeInstanceOf(PasskeyError)
  return error?.code
}

type Rule = readonly [rule: string, algorithm: number, change: Change, code: string]

const form: readonly Rule[] = [
  ['bytes that are no CBOR', -7, () => bytes('ff'), 'malformed_public_key'],
  ['an array', -7, () => bytes('80'), 'malformed_public_key'],
  ['no members', -7, () => bytes('a0'), 'malformed_public_key'],
  ['keys out of order', -7, (it) => new Map([...it].reverse()), 'malformed_public_key'],
  [
    'a label that is not minimal',
    -257,
    () => bytes('a41801030339010020410121 4103'.replace(' ', '')),
    'malformed_public_key',
  ],
  ['no key type', -7, without(1), 'malformed_public_key'],
  ['a key type as text', -7, set([1, 'EC2']), 'malformed_public_key'],
  ['no algorithm', -7, without(3), 'malformed_public_key'],
  ['an algorithm as text', -7, set([3, 'ES256']), 'malformed_public_key'],
  ['a key type that does not exist', -7, set([1, 4]), 'public_key_invalid'],
  ['an algorithm that does not exist', -7, set([3, -9999]), 'algorithm_not_allowed'],
]

const table: readonly Rule[] = [
  ['ES384 on P-256', -7, set([3, -35]), 'public_key_invalid'],
  ['ES256 on P-384', -35, set([3, -7]), 'public_key_invalid'],
  ['ES256 on secp256k1', -47, set([3, -7]), 'public_key_invalid'],
  ['ES256K on P-256', -7, set([3, -47]), 'public_key_invalid'],
  ['ESP512 on P-384', -35, set([3, -52]), 'public_key_invalid'],
  ['EdDSA on Ed448', -53, set([3, -8]), 'public_key_invalid'],
  ['Ed448 on Ed25519', -8, set([3, -53]), 'public_key_invalid'],
  ['ES256 of an RSA key', -257, set([3, -7]), 'public_key_invalid'],
  ['RS256 of a point', -7, set([3, -257]), 'public_key_invalid'],
  ['ML-DSA-65 of a key of ML-DSA-44', -48, set([3, -49]), 'public_key_invalid'],
  ['EdDSA of a key of ML-DSA', -48, set([3, -8]), 'public_key_invalid'],
  ['ML-DSA-44 of a point', -7, set([3, -48]), 'public_key_invalid'],
  ['ML-DSA-44 of an Edwards point', -8, set([3, -48]), 'public_key_invalid'],
  ['ML-DSA-44 of an RSA key', -257, set([3, -48]), 'public_key_invalid'],
  ['P-256 renamed P-384', -7, set([-1, 2]), 'public_key_invalid'],
  ['a curve that does not exist', -7, set([-1, 99]), 'public_key_invalid'],
]

const parameters: readonly Rule[] = [
  ...[-7, -35, -36, -47].map(
    (algorithm): Rule => ['a private part beside the point', algorithm, set([-4, filled(32, 1)]), 'public_key_invalid'],
  ),
  ['a private part beside the point', -8, set([-4, filled(32, 1)]), 'public_key_invalid'],
  ['a private exponent', -257, set([-3, filled(256, 1)]), 'public_key_invalid'],
  ['a private part of ML-DSA', -48, set([-2, filled(32, 1)]), 'public_key_invalid'],
  ['no x', -7, without(-2), 'malformed_public_key'],
  ['no y', -7, without(-3), 'malformed_public_key'],
  ['a compressed point', -7, set([-3, true]), 'malformed_public_key'],
  ['x as an array', -8, set([-2, [1, 2]]), 'malformed_public_key'],
  ['no exponent', -257, without(-2), 'malformed_public_key'],
  ['no key bytes', -48, without(-1), 'malformed_public_key'],
]

const field: Readonly<Record<number, bigint>> = {
  [-7]: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
  [-35]: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
  [-36]: 2n ** 521n - 1n,
  [-47]: 2n ** 256n - 2n ** 32n - 977n,
}

const points: readonly Rule[] = [-7, -35, -36, -47].flatMap((algorithm): Rule[] => {
  const row = algorithms.get(algorithm)
  const length = curves.get(row?.keyType === 'EC2' ? row.curve : 0)?.coordinateBytes ?? 0
  const p = bytes((field[algorithm] ?? 0n).toString(16).padStart(length * 2, '0'))
  const read = (key: Key, label: number) => key.get(label) as Uint8Array
  return [
    ['a point off the curve', algorithm, set([-3, filled(length, 0).with(-1, 1)]), 'public_key_invalid'],
    ['the zero point', algorithm, set([-2, filled(length, 0)], [-3, filled(length, 0)]), 'public_key_invalid'],
    ['x that is the prime', algorithm, set([-2, p]), 'public_key_invalid'],
    ['y that is above the prime', algorithm, set([-3, filled(length, 255)]), 'public_key_invalid'],
    ['x a byte short', algorithm, (it) => set([-2, read(it, -2).slice(1)])(it), 'public_key_invalid'],
    ['y a byte longer', algorithm, (it) => set([-3, new Uint8Array([0, ...read(it, -3)])])(it), 'public_key_invalid'],
    ['no coordinates', algorithm, set([-2, filled(0, 0)], [-3, filled(0, 0)]), 'public_key_invalid'],
  ]
})

/** A y that no x goes with. */
function offCurve(algorithm: -8 | -53): Uint8Array {
  const [curve, length] = algorithm === -8 ? [ed25519, 32] : [ed448, 57]
  for (let first = 2; ; first++) {
    const encoded = filled(length, 0).with(0, first)
    try {
      curve.Point.fromBytes(encoded)
    } catch {
      return encoded
    }
  }
}

/** Multiples of a point of order eight, or four on Ed448: every point of small order, by the library's arithmetic. */
function smallOrder(algorithm: -8 | -53): readonly Uint8Array[] {
  const ed25519Torsion = '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'
  if (algorithm === -8) {
    const generator = ed25519.Point.fromHex(ed25519Torsion)
    return Array.from({ length: 8 }, (_, times) => multiple(generator, times).toBytes())
  }
  const generator = ed448.Point.fromAffine({ x: 1n, y: 0n })
  return Array.from({ length: 4 }, (_, times) => multiple(generator, times).toBytes())
}

function multiple<Point extends { add(other: Point): Point; subtract(other: Point): Point }>(
  point: Point,
  times: number,
): Point {
  let sum = point.subtract(point)
  for (let count = 0; count < times; count++) sum = sum.add(point)
  return sum
}

const edwards: readonly Rule[] = ([-8, -53] as const).flatMap((algorithm): Rule[] => {
  const length = algorithm === -8 ? 32 : 57
  const small = smallOrder(algorithm)
  return [
    ...small.map(
      (point, times): Rule => [
        `small order, ${times} times the generator`,
        algorithm,
        set([-2, point]),
        'public_key_invalid',
      ],
    ),
    ['a y without an x', algorithm, set([-2, offCurve(algorithm)]), 'public_key_invalid'],
    [
      'y that is not reduced',
      algorithm,
      set([-2, filled(length, 255).with(-1, algorithm === -8 ? 127 : 0)]),
      'public_key_invalid',
    ],
    ['a byte short', algorithm, set([-2, filled(length - 1, 9)]), 'public_key_invalid'],
    ['a byte longer', algorithm, set([-2, filled(length + 1, 9)]), 'public_key_invalid'],
    ['no bytes', algorithm, set([-2, filled(0, 0)]), 'public_key_invalid'],
  ]
})

const rsa: readonly Rule[] = [
  ['a modulus of 2047 bits', -257, set([-1, filled(256, 255).with(0, 127)]), 'public_key_invalid'],
  ['a modulus of 512 bits', -257, set([-1, filled(64, 255)]), 'public_key_invalid'],
  ['a modulus of 8193 bits', -257, set([-1, filled(1025, 255).with(0, 1)]), 'public_key_invalid'],
  ['a modulus of 16384 bits', -257, set([-1, filled(2048, 255)]), 'public_key_invalid'],
  ['an even modulus', -257, set([-1, filled(256, 254)]), 'public_key_invalid'],
  ['a modulus with a leading zero', -257, set([-1, filled(257, 255).with(0, 0)]), 'public_key_invalid'],
  ['no modulus', -257, set([-1, filled(0, 0)]), 'public_key_invalid'],
  ['exponent 0', -257, set([-2, bytes('00')]), 'public_key_invalid'],
  ['exponent 1', -257, set([-2, bytes('01')]), 'public_key_invalid'],
  ['an even exponent', -257, set([-2, bytes('010000')]), 'public_key_invalid'],
  ['an exponent with a leading zero', -257, set([-2, bytes('00010001')]), 'public_key_invalid'],
  ['an exponent above 2^32', -257, set([-2, bytes('0100000001')]), 'public_key_invalid'],
  ['an exponent of 256 bytes', -257, set([-2, filled(256, 255)]), 'public_key_invalid'],
  ['no exponent', -257, set([-2, filled(0, 0)]), 'public_key_invalid'],
]

const mlDsa: readonly Rule[] = [-48, -49, -50].flatMap((algorithm): Rule[] => {
  const row = algorithms.get(algorithm)
  const length = row?.keyType === 'AKP' ? row.publicKeyBytes : 0
  return [
    ['a byte short', algorithm, set([-1, filled(length - 1, 1)]), 'public_key_invalid'],
    ['a byte longer', algorithm, set([-1, filled(length + 1, 1)]), 'public_key_invalid'],
  ]
})

const parts = { form, table, parameters, points, edwards, rsa, mlDsa }

describe.each(Object.entries(parts))('a key is refused: %s', (_, rules) => {
  test.each(rules.map(([rule, algorithm, change, code]) => ({ rule, algorithm, change, code })))(
    '$rule ($algorithm): $code',
    async ({ algorithm, change, code }) => {
      expect(await codeOf(algorithm, change)).toBe(code)
    },
  )
})

describe('a key at the edge is taken', () => {
  test.each([
    ['a modulus of 2048 bits, the least', set([-1, filled(256, 255).with(0, 128)])],
    ['a modulus of 8192 bits, the most', set([-1, filled(1024, 255)])],
    ['exponent 3', set([-2, bytes('03')])],
    ['exponent 2^32 − 1', set([-2, bytes('ffffffff')])],
  ])('%s', async (_, change) => {
    expect(await codeOf(-257, change)).toBeUndefined()
  })

  test.each(credentialAlgorithms)('as the authenticator made it: %i', async (algorithm) => {
    expect(await codeOf(algorithm)).toBeUndefined()
  })
})

describe('a stored key is judged like a new one', () => {
  const stored = async (publicKey: Uint8Array): Promise<string> => {
    const authenticator = createAuthenticator({ origin, algorithms: [-8] })
    await authenticator.create(creationOptions)
    const response = await authenticator.get({ challenge, rpId: expectedAssertion.rpId })
    const credential: StoredCredential = { id: response.id, publicKey, signCount: 0 }
    const error = await verifyAssertion({ response, expected: expectedAssertion, credential }).catch((it) => it)
    expect(error).toBeInstanceOf(PasskeyError)
    return error.code
  }
  const okp = (algorithm: string, x: string) => bytes(`a4010103${algorithm}200621 5820${x}`.replace(' ', ''))

  test('a key of small order, under which anything is signed: public_key_invalid', async () => {
    expect(await stored(okp('27', `01${'00'.repeat(31)}`))).toBe('public_key_invalid')
  })

  test('a key of RS1: algorithm_not_allowed', async () => {
    expect(await stored(bytes(`a4010303${'39fffe'}20590100${'ff'.repeat(256)}2143010001`))).toBe(
      'algorithm_not_allowed',
    )
  })
})

test('the table is closed: each row names a curve that is there, or none', () => {
  for (const row of algorithms.values() as Iterable<Algorithm>) {
    if ('curve' in row) expect(curves.has(row.curve)).toBe(true)
  }
})
