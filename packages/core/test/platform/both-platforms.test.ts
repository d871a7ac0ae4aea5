import { generateKeyPairSync, sign as signByNode } from 'node:crypto'
import { createSigningKey } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { platform as chosen } from '#platform'
import type { CoseKey, PublicKey } from '../../src/cose-key.js'
import { platform as node } from '../../src/platform/node.js'
import type { SignatureScheme } from '../../src/platform/platform.js'
import { platform as web } from '../../src/platform/web.js'
import { coseKeyOf } from './cose-key-of.js'

const bytes = (text: string) => new TextEncoder().encode(text)
/** A certificate names no algorithm for its key. */
function withoutAlgorithm(key: CoseKey): PublicKey {
  if (key.keyType === 'AKP') throw new TypeError('No certificate of an attestation has such a key.')
  const { algorithm, hasOtherParameters, ...parts } = key
  return parts
}

const both = [
  { name: 'node', platform: node, other: web },
  { name: 'web', platform: web, other: node },
] as const

test('the runtime chooses by the imports of the package', () => {
  expect(chosen).toBe(['workerd', 'deno'].includes(process.env.LATCHKEY_RUNTIME ?? '') ? web : node)
})

describe('both platforms return the same', () => {
  test.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)('digest %s', async (hash) => {
    for (const data of ['', 'a', 'ü'.repeat(1_000)]) {
      expect(await web.digest(hash, bytes(data))).toEqual(await node.digest(hash, bytes(data)))
    }
  })

  test('SHA-256 of text and of its bytes', async () => {
    for (const platform of [node, web]) {
      expect(await platform.sha256('größer')).toEqual(await node.digest('sha256', bytes('größer')))
      expect(await platform.sha256(bytes('größer'))).toEqual(await node.digest('sha256', bytes('größer')))
    }
  })

  test.each([0, 1, 64, 65, 200])('HMAC-SHA-256 with a key of %i bytes', async (length) => {
    const key = new Uint8Array(length).fill(7)
    expect(await web.hmacSha256(key, bytes('data'))).toEqual(await node.hmacSha256(key, bytes('data')))
  })

  test('an Ed25519 signature', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const der = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }))
    expect(await web.signEd25519(der, bytes('data'))).toEqual(await node.signEd25519(der, bytes('data')))
  })
})

describe.each(both)('what $name seals', ({ platform, other }) => {
  const secret = new Uint8Array(32).fill(3)

  test.each(['', 'plain', 'long'.repeat(5_000)])('opens on the other: %#', async (plaintext) => {
    const sealed = await platform.seal(
      await platform.deriveSealingKey(secret, 'use'),
      bytes(plaintext),
      bytes('context'),
    )
    const key = await other.deriveSealingKey(secret, 'use')
    expect(await other.open(key, sealed, bytes('context'))).toEqual(bytes(plaintext))
  })

  test('opens nowhere with another secret, purpose or context, cut or changed', async () => {
    const right = await platform.deriveSealingKey(secret, 'use')
    const sealed = await platform.seal(right, bytes('plain'), bytes('context'))
    for (const { platform: reader } of both) {
      const key = await reader.deriveSealingKey(secret, 'use')
      const cases: readonly [typeof key, Uint8Array, string][] = [
        [await reader.deriveSealingKey(new Uint8Array(32), 'use'), sealed, 'context'],
        [await reader.deriveSealingKey(secret, 'other'), sealed, 'context'],
        [key, sealed, 'other'],
        [key, sealed.subarray(0, 27), 'context'],
        [key, sealed.subarray(1), 'context'],
        [key, new Uint8Array(0), 'context'],
        [key, sealed.with(14, (sealed[14] ?? 0) ^ 1), 'context'],
      ]
      for (const [opener, text, context] of cases) {
        expect(await reader.open(opener, text, bytes(context))).toBeUndefined()
      }
    }
  })

  test('is never the same twice', async () => {
    const key = await platform.deriveSealingKey(secret, 'use')
    const [first, second] = [
      await platform.seal(key, bytes('a'), bytes('')),
      await platform.seal(key, bytes('a'), bytes('')),
    ]
    expect(first).not.toEqual(second)
  })
})

describe.each(both)('$name verifies by a key of a certificate', ({ platform }) => {
  const cases = [
    ['P-256', -7, { hash: 'sha256' }],
    ['P-384', -35, { hash: 'sha384' }],
    ['P-521', -36, { hash: 'sha512' }],
    ['Ed25519', -8, { hash: null }],
    ['Ed448', -53, { hash: null }],
    ['RSA', -257, { hash: 'sha256' }],
    ['RSA with SHA-1', -65535, { hash: 'sha1' }],
    ['RSA-PSS', -38, { hash: 'sha384', padding: 'PSS' }],
  ] as const satisfies readonly (readonly [string, number, SignatureScheme])[]

  test.each(cases)('%s', async (_name, algorithm, scheme: SignatureScheme) => {
    const signingKey = await createSigningKey(algorithm)
    const key = withoutAlgorithm(coseKeyOf(signingKey))
    const data = bytes('signed')
    const signature = signingKey.sign(data)
    const changed = signature.with(signature.length - 1, (signature.at(-1) ?? 0) ^ 1)
    expect(await platform.verifyOnce(key, scheme, { data, signature })).toBe(true)
    expect(await platform.verifyOnce(key, scheme, { data: bytes('other'), signature })).toBe(false)
    for (const wrong of [changed, signature.subarray(1), new Uint8Array(0), new Uint8Array(200)]) {
      expect(await platform.verifyOnce(key, scheme, { data, signature: wrong })).toBe(false)
    }
  })

  test('RSA-PSS, as long as the modulus even if it begins with zero', async () => {
    const signingKey = await createSigningKey(-38)
    const key = withoutAlgorithm(coseKeyOf(signingKey))
    const scheme = { hash: 'sha384', padding: 'PSS' } as const
    const data = bytes('signed')
    // Each signature is another one, and one of 256 begins with zero.
    let signature = signingKey.sign(data)
    while (signature[0] !== 0) signature = signingKey.sign(data)
    expect(await platform.verifyOnce(key, scheme, { data, signature })).toBe(true)
    expect(await platform.verifyOnce(key, scheme, { data, signature: signature.subarray(1) })).toBe(false)
    expect(await platform.verifyOnce(key, scheme, { data, signature: Uint8Array.of(0, ...signature) })).toBe(false)
  })

  test('r and s concatenated, where the scheme says so, and then not in DER', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-64)
    const key = { keyType: 'EC2', curve: 1, x: point.subarray(0, 32), y: point.subarray(32) } as const
    const data = bytes('signed')
    const raw = { data, signature: signByNode('sha512', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }) }
    const inDer = { data, signature: signByNode('sha512', data, privateKey) }
    expect(await platform.verifyOnce(key, { hash: 'sha512', encoding: 'raw' }, raw)).toBe(true)
    expect(await platform.verifyOnce(key, { hash: 'sha512', encoding: 'raw' }, inDer)).toBe(false)
    expect(await platform.verifyOnce(key, { hash: 'sha512' }, inDer)).toBe(true)
    expect(await platform.verifyOnce(key, { hash: 'sha512' }, raw)).toBe(false)
  })

  test('not by one that is off its curve, of an unknown curve or empty', async () => {
    const one = new Uint8Array(32).fill(1)
    const keys: readonly PublicKey[] = [
      { keyType: 'EC2', curve: 1, x: one, y: one },
      { keyType: 'EC2', curve: 99, x: one, y: one },
      { keyType: 'OKP', curve: 99, x: one },
      { keyType: 'OKP', curve: 7, x: one },
      { keyType: 'RSA', modulus: new Uint8Array(0), exponent: new Uint8Array(0) },
    ]
    const signed = { data: bytes('signed'), signature: new Uint8Array(64) }
    for (const key of keys) expect(await platform.verifyOnce(key, { hash: 'sha256' }, signed)).toBe(false)
  })
})

test('random bytes are as many as asked for, and new each time', () => {
  for (const platform of [node, web]) {
    expect(platform.randomBytes(0)).toHaveLength(0)
    expect(platform.randomBytes(32)).toHaveLength(32)
    expect(platform.randomBytes(32)).not.toEqual(platform.randomBytes(32))
    expect(platform.randomBytes(10_000)).toHaveLength(10_000)
    const drawn = Array.from({ length: 1000 }, (_, at) => platform.randomBytes(16 + (at % 17)))
    expect(new Set(drawn.map((bytes) => bytes.subarray(0, 16).join())).size).toBe(1000)
    expect(drawn.every((bytes) => bytes.byteOffset === 0 && bytes.buffer.byteLength === bytes.length)).toBe(true)
  }
})
