import { readFileSync } from 'node:fs'
import { createSigningKey } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { algorithms } from '../../src/algorithms.js'
import type { CoseKey } from '../../src/cose-key.js'
import { platform as node } from '../../src/platform/node.js'
import { importSoftwareKey } from '../../src/platform/software-keys.js'
import { platform as web } from '../../src/platform/web.js'
import { coseKeyOf } from './cose-key-of.js'

/** Deno has `node:crypto` too, but core does not use it there: it refuses half of all secp256k1 signatures. */
const platforms = [
  ...('deno' in process.versions ? [] : [{ name: 'node', platform: node }]),
  { name: 'web', platform: web },
]

/** Made once by OpenSSL 3.5 (Node 24), for ML-DSA-44, -65 and -87: the library that is the fallback had no part in it. */
interface MadeByOpenssl {
  readonly algorithm: number
  readonly publicKey: string
  readonly data: string
  readonly signature: string
}

const file = new URL('ml-dsa-by-openssl.json', import.meta.url)
const madeByOpenssl: readonly MadeByOpenssl[] = JSON.parse(readFileSync(file, 'utf8'))
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

const flipped = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] ?? 0) ^ 1)

describe.each(platforms)('$name verifies each algorithm of the table', ({ platform }) => {
  test.each([...algorithms.keys()])('%i', async (algorithm) => {
    const key = await createSigningKey(algorithm)
    const ready = await platform.importKey(coseKeyOf(key))
    if (!ready) throw new Error('the platform refuses the key')
    const data = new TextEncoder().encode('what was signed')
    const signature = key.sign(data)
    expect(await platform.verify(ready, algorithm, data, signature)).toBe(true)
    expect(await platform.verify(ready, algorithm, flipped(data, 0), signature)).toBe(false)
    expect(await platform.verify(ready, algorithm, data, flipped(signature, 20))).toBe(false)
    expect(await platform.verify(ready, algorithm, data, new Uint8Array(0))).toBe(false)
  })

  test.each([-37, -38, -39])('PSS %i with a salt of another length than the hash is refused', async (algorithm) => {
    const { constants, generateKeyPairSync, sign } = await import('node:crypto')
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const spki = publicKey.export({ type: 'spki', format: 'der' })
    const common = { algorithm, hasOtherParameters: false, keyType: 'RSA' } as const
    const key = { ...common, modulus: spki.subarray(-261, -5), exponent: spki.subarray(-3) }
    const ready = await platform.importKey(key)
    if (!ready) throw new Error('the platform refuses the key')
    const row = algorithms.get(algorithm)
    const hash = row && 'hash' in row ? row.hash : 'sha256'
    const hashBytes = Number(hash.slice(3)) / 8
    const data = new Uint8Array([1, 2, 3])
    const verdicts = [0, hashBytes - 1, hashBytes, hashBytes + 1].map((saltLength) => {
      const padding = constants.RSA_PKCS1_PSS_PADDING
      return platform.verify(ready, algorithm, data, sign(hash, data, { key: privateKey, padding, saltLength }))
    })
    expect(await Promise.all(verdicts)).toEqual([false, false, true, false])
  })
})

describe.each(platforms)('what $name may lack is done in software, with the same verdicts', ({ platform }) => {
  test.each([-47, -53, -48, -49, -50])('%i', async (algorithm) => {
    const key = await createSigningKey(algorithm)
    const [ready, software] = [await platform.importKey(coseKeyOf(key)), await importSoftwareKey(coseKeyOf(key))]
    if (!ready || !software) throw new Error('the key is refused')
    for (let count = 0; count < 8; count++) {
      const data = new Uint8Array([algorithm, count])
      const signature = key.sign(data)
      const broken = flipped(signature, count * 7)
      expect(software.verify(data, signature)).toBe(true)
      expect(await platform.verify(ready, algorithm, data, signature)).toBe(true)
      expect(software.verify(data, broken)).toBe(await platform.verify(ready, algorithm, data, broken))
      expect(software.verify(data, signature.slice(1))).toBe(false)
    }
  })

  test.each(madeByOpenssl)('$algorithm: what OpenSSL has signed', async (made) => {
    const common = { keyType: 'AKP', hasOtherParameters: false } as const
    const key = { ...common, algorithm: made.algorithm, publicKey: bytesOf(made.publicKey) }
    const [data, signature] = [bytesOf(made.data), bytesOf(made.signature)]
    const software = await importSoftwareKey(key)
    expect(software?.verify(data, signature)).toBe(true)
    expect(software?.verify(flipped(data, 0), signature)).toBe(false)
    const ready = await platform.importKey(key)
    expect(ready && (await platform.verify(ready, made.algorithm, data, signature))).toBe(true)
  })

  test('an algorithm that every platform has is not done in software', async () => {
    expect(await importSoftwareKey(coseKeyOf(await createSigningKey(-7)))).toBeUndefined()
  })
})

describe.each(platforms)('a key that is none', ({ name, platform }) => {
  test(`is refused by ${name} or verifies nothing, whatever it claims to be`, async () => {
    const common = { hasOtherParameters: false, algorithm: -7 } as const
    const bytes = new Uint8Array(32).fill(1)
    const keys: readonly CoseKey[] = [
      { ...common, keyType: 'EC2', curve: 1, x: bytes, y: bytes },
      { ...common, keyType: 'EC2', curve: 99, x: bytes, y: bytes },
      { ...common, keyType: 'OKP', curve: 99, x: bytes },
      { ...common, keyType: 'AKP', publicKey: bytes },
    ]
    const signed = { data: bytes, signature: new Uint8Array(64) }
    for (const key of keys) {
      const imported = await platform.importKey(key)
      if (!('deno' in process.versions)) expect(imported).toBeUndefined()
      // Deno looks at a point when it verifies.
      expect(imported && (await platform.verify(imported, key.algorithm, signed.data, signed.signature))).toBeFalsy()
    }
  })
})
