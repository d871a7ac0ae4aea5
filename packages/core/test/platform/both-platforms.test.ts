import { generateKeyPairSync, sign as signByNode } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PublicKey } from '../../src/cose-key.js'
import { platform as node } from '../../src/platform/node.js'
import type { SignatureScheme } from '../../src/platform/platform.js'
import { platform as web } from '../../src/platform/web.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const both = [
  { name: 'node', platform: node, other: web },
  { name: 'web', platform: web, other: node },
] as const

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
  const coordinate = (text: string | undefined) => new Uint8Array(Buffer.from(text ?? '', 'base64url'))
  const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
  const edwards = { ed25519: generateKeyPairSync('ed25519'), ed448: generateKeyPairSync('ed448') }
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pss = { padding: 6, saltLength: -1 } as const
  const cases = [
    ['P-256', curve('P-256'), { hash: 'sha256' }, 1],
    ['P-256 with SHA-512', curve('P-256'), { hash: 'sha512' }, 1],
    ['P-384', curve('P-384'), { hash: 'sha384' }, 2],
    ['P-521', curve('P-521'), { hash: 'sha512' }, 3],
    ['P-256, r and s concatenated', curve('P-256'), { hash: 'sha256', encoding: 'raw' }, 1],
    ['Ed25519', edwards.ed25519, { hash: null }, 6],
    ['Ed448', edwards.ed448, { hash: null }, 7],
    ['RSA', rsa, { hash: 'sha256' }, 0],
    ['RSA with SHA-1', rsa, { hash: 'sha1' }, 0],
    ['RSA-PSS', rsa, { hash: 'sha384', padding: 'PSS' }, 0],
  ] as const satisfies readonly (readonly [string, { publicKey: unknown }, SignatureScheme, number])[]

  test.each(cases)('%s', async (_name, { publicKey, privateKey }, scheme: SignatureScheme, number) => {
    const jwk = publicKey.export({ format: 'jwk' })
    const [x, y] = [coordinate(jwk.x), coordinate(jwk.y)]
    const key: PublicKey =
      jwk.kty === 'RSA'
        ? { keyType: 'RSA', modulus: coordinate(jwk.n), exponent: coordinate(jwk.e) }
        : jwk.kty === 'EC'
          ? { keyType: 'EC2', curve: number, x, y }
          : { keyType: 'OKP', curve: number, x }
    const options = {
      ...(scheme.padding === 'PSS' ? pss : {}),
      ...(scheme.encoding === 'raw' ? ({ dsaEncoding: 'ieee-p1363' } as const) : {}),
    }
    const data = bytes('signed')
    const signature = new Uint8Array(signByNode(scheme.hash, data, { key: privateKey, ...options }))
    const changed = signature.with(signature.length - 1, (signature.at(-1) ?? 0) ^ 1)
    expect(await platform.verifyOnce(key, scheme, { data, signature })).toBe(true)
    expect(await platform.verifyOnce(key, scheme, { data: bytes('other'), signature })).toBe(false)
    for (const wrong of [changed, signature.subarray(1), new Uint8Array(0), new Uint8Array(200)]) {
      expect(await platform.verifyOnce(key, scheme, { data, signature: wrong })).toBe(false)
    }
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
  }
})
