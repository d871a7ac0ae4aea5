import { generateKeyPairSync } from 'node:crypto'
import { type PasskeyError, verifyReceipt } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, origin, rpId, type WorldChange } from '../../world.js'
import { confirm } from '../own-ceremonies.js'

const transfer = { amount: '100.00', currency: 'EUR', to: { iban: 'DE89370400440532013000', name: 'Jörg' } }

async function arrange(change: WorldChange = {}) {
  const world = createWorld(change)
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  return { world, authenticator, session: world.session() }
}

describe('confirming a payload', () => {
  test('the passkey has signed a challenge of 64 bytes, and the result has the frozen payload', async () => {
    const { world, authenticator, session } = await arrange()
    const { options } = await world.passkeys.confirm.begin({ session, payload: transfer, binding })
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(64)
    expect(options.userVerification).toBe('required')
    const result = await confirm(world, authenticator, { session, payload: transfer })
    expect(result).toMatchObject({ kind: 'confirm', userId: alice.id, payload: transfer, receipt: { v: 1 } })
    expect(Object.isFrozen(result.payload)).toBe(true)
    expect((await world.told()).at(-1)).toMatchObject({ name: 'passkey.used', data: { purpose: 'confirm' } })
  })

  test.each([
    ['keys in another order', { to: { name: 'Jörg', iban: transfer.to.iban }, currency: 'EUR', amount: '100.00' }],
    ['a parsed copy', JSON.parse(JSON.stringify(transfer))],
  ])('%s is the same payload', async (_, finished) => {
    const { world, authenticator, session } = await arrange()
    await expect(confirm(world, authenticator, { session, payload: transfer, finished })).resolves.toBeDefined()
  })

  test('-0 is 0', async () => {
    const { world, authenticator, session } = await arrange()
    const { payload } = await confirm(world, authenticator, { session, payload: { n: -0 }, finished: { n: 0 } })
    expect(payload).toEqual({ n: 0 })
  })

  test.each([
    ['one byte is changed', { ...transfer, amount: '100.01' }],
    ['a member is missing', { amount: '100.00', currency: 'EUR' }],
    ['a member is added', { ...transfer, note: '' }],
    ['text is normalized', { ...transfer, to: { ...transfer.to, name: 'Jörg'.normalize('NFD') } }],
    ['text became a number', { ...transfer, amount: 100 }],
  ])('refused where %s, and nothing is recorded', async (_, finished) => {
    const { world, authenticator, session } = await arrange()
    const confirmed = confirm(world, authenticator, { session, payload: transfer, finished })
    await expect(confirmed).rejects.toMatchObject({ code: 'challenge_mismatch' })
    expect(await world.events()).not.toContain('passkey.used')
  })

  test('of 20 finishes at once one succeeds', async () => {
    const { world, authenticator, session } = await arrange()
    const { ceremony, options, payload } = await world.passkeys.confirm.begin({ session, payload: transfer, binding })
    const response = await authenticator.get(options)
    const finish = () => world.passkeys.confirm.finish({ ceremony, response, session, payload, binding })
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, finish))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])
const withProto: unknown = JSON.parse('{"__proto__": 1}')
const sparse: unknown[] = [1]
sparse[2] = 3

describe('a payload', () => {
  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['a member undefined', { a: undefined }],
    ['a function', { a: () => 1 }],
    ['toJSON', { toJSON: () => 1 }],
    ['a date', new Date(0)],
    ['a BigInt', { a: 1n }],
    ['a symbol', { a: Symbol('a') }],
    ['a member named by a symbol', { [Symbol('a')]: 1 }],
    ['a map', new Map()],
    ['an instance', new (class A {})()],
    [
      'a getter',
      {
        get a() {
          return 1
        },
      },
    ],
    ['a hidden member', Object.defineProperty({}, 'a', { value: 1 })],
    ['a sparse array', sparse],
    ['an array with a name', Object.assign([1], { name: 1 })],
    ['bytes', new Uint8Array(2)],
    ['NaN', { a: Number.NaN }],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['1e21', { a: 1e21 }],
    ['2^53', { a: 2 ** 53 }],
    ['a lone surrogate', { a: '\ud800' }],
    ['a name with a lone surrogate', { '\udc00': 1 }],
    ['an own __proto__', withProto],
    ['17 levels', deep(17)],
    ['more than 16 kB', 'a'.repeat(16_384)],
    ['more than 16 kB of UTF-8', '€'.repeat(6000)],
    ['too many values', Array.from({ length: 20_000 }, () => 1)],
  ])('%s is a TypeError', async (_, payload) => {
    const { world, session } = await arrange()
    await expect(world.passkeys.confirm.begin({ session, payload, binding })).rejects.toThrow(TypeError)
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['text', 'delete my account'],
    ['a fraction', { a: 0.1, b: 1e-7, c: -1.5 }],
    ['the largest integer', { a: 2 ** 53 - 1, b: -(2 ** 53 - 1) }],
    ['a pair of surrogates', { '😀': '😀' }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
    ['16 levels', deep(16)],
    ['16 kB', 'a'.repeat(16_382)],
    ['a name of Object', { constructor: 1, hasOwnProperty: 2 }],
  ])('%s is confirmed, and its receipt holds', async (_, payload) => {
    const { world, authenticator, session } = await arrange()
    const { receipt } = await confirm(world, authenticator, { session, payload })
    const key = await keyOf(world)
    await expect(verifyReceipt({ receipt, payload, expected: { ...expected, key } })).resolves.toBeDefined()
  })

  test('is required at finish', async () => {
    const { world, authenticator, session } = await arrange()
    const { ceremony, options } = await world.passkeys.confirm.begin({ session, payload: transfer, binding })
    const response = await authenticator.get(options)
    const input = { ceremony, response, session, payload: undefined, binding }
    await expect(world.passkeys.confirm.finish(input)).rejects.toThrow(TypeError)
  })
})

describe('host.describeConfirm', () => {
  test('accepts with true, and gets session and payload', async () => {
    const asked: unknown[] = []
    const { world, authenticator, session } = await arrange({
      host: { describeConfirm: (...given) => asked.push(given) > 0 },
    })
    await expect(confirm(world, authenticator, { session, payload: transfer })).resolves.toMatchObject({
      payload: transfer,
    })
    expect(asked).toEqual([[session, transfer]])
  })

  test('replaces what the page sent', async () => {
    const { world, authenticator, session } = await arrange({ host: { describeConfirm: async () => transfer } })
    const payload = { id: 7 }
    await expect(confirm(world, authenticator, { session, payload })).resolves.toMatchObject({ payload: transfer })
    const unreplaced = confirm(world, authenticator, { session, payload, finished: payload })
    await expect(unreplaced).rejects.toMatchObject({ code: 'challenge_mismatch' })
  })

  test.each([false, null, undefined])('refuses with %s', async (answer) => {
    const { world, session } = await arrange({ host: { describeConfirm: () => answer } })
    const begun = world.passkeys.confirm.begin({ session, payload: transfer, binding })
    await expect(begun).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('cannot replace it by what is no JSON', async () => {
    const host = { describeConfirm: () => new Date(0) } as never
    const { world, session } = await arrange({ host })
    await expect(world.passkeys.confirm.begin({ session, payload: 1, binding })).rejects.toThrow(TypeError)
  })
})

describe('refused, with a code', () => {
  test.each([
    ['a partial session', { partial: true }, 'not_signed_in'],
    ['a delegated session', { delegated: true }, 'forbidden'],
    ['another user', { userId: bob.id }, 'forbidden'],
  ] as const)('%s at finish', async (_, change, code) => {
    const { world, authenticator, session } = await arrange()
    const finishedBy = world.session(change)
    const confirmed = confirm(world, authenticator, { session, finishedBy, payload: transfer })
    await expect(confirmed).rejects.toMatchObject({ code })
  })
})

const expected = { rpId, origins: [origin], userId: alice.id, environment: 'default' }

async function keyOf(world: Awaited<ReturnType<typeof arrange>>['world'], userId = alice.id): Promise<Uint8Array> {
  const { passkeys } = await world.storage.passkeys.listByUser(rpId, userId)
  return passkeys[0]?.publicKey ?? new Uint8Array(0)
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const stranger = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** A receipt after its passkey is gone, as another program reads it. */
async function receiptOf(change: WorldChange = {}) {
  const { world, authenticator, session } = await arrange(change)
  const { receipt } = await confirm(world, authenticator, { session, payload: transfer })
  const key = await keyOf(world)
  const read = JSON.parse(JSON.stringify(receipt))
  return { world, key, receipt: read }
}

const codeOf = (error: unknown) => (error as PasskeyError).code

describe('verifyReceipt', () => {
  test('holds with the key that the caller stored, after the passkey is purged', async () => {
    const { world, key, receipt } = await receiptOf()
    const actor = { id: 'admin', scope: 'environment' } as const
    await world.passkeys.admin.accounts.purge({ userId: alice.id, actor })
    const verified = await verifyReceipt({ receipt, payload: transfer, expected: { ...expected, key } })
    expect(verified).toMatchObject({ userId: alice.id, origin, payload: transfer, credentialId: receipt.credential.id })
  })

  test('holds with a signature of the deployment, by the id of its key', async () => {
    const { receipt } = await receiptOf({ receiptKeys: [{ id: '2026', privateKey }] })
    const receiptKeys = { '2025': stranger.publicKey, '2026': publicKey }
    const verified = verifyReceipt({ receipt, payload: transfer, expected: { ...expected, receiptKeys } })
    await expect(verified).resolves.toMatchObject({ userId: alice.id })
  })

  test.each<[string, object, string]>([
    ['another payload', { payload: { ...transfer, amount: '1' } }, 'challenge_mismatch'],
    ['another user', { expected: { userId: bob.id } }, 'challenge_mismatch'],
    ['another environment', { expected: { environment: 'test' } }, 'challenge_mismatch'],
    ['another relying party', { expected: { rpId: 'example.org' } }, 'challenge_mismatch'],
    ['another origin', { expected: { origins: ['https://evil.example'] } }, 'origin_mismatch'],
    ['a later time', { receipt: { issuedAt: 1 } }, 'challenge_mismatch'],
    ['an organization', { receipt: { organizationId: 'acme' } }, 'challenge_mismatch'],
    ['another version', { receipt: { v: 2 } }, 'malformed'],
    ['another type', { receipt: { type: 'confirm' } }, 'malformed'],
    ['an unknown member', { receipt: { note: 1 } }, 'malformed'],
    ['a short nonce', { receipt: { nonce: 'AAAA' } }, 'malformed'],
    ['another nonce', { receipt: { nonce: 'A'.repeat(43) } }, 'challenge_mismatch'],
  ])('with %s: refused', async (_, change: { payload?: unknown; receipt?: object; expected?: object }, code) => {
    const { key, receipt } = await receiptOf()
    const verified = verifyReceipt({
      receipt: { ...receipt, ...change.receipt },
      payload: change.payload ?? transfer,
      expected: { ...expected, key, ...change.expected },
    })
    expect(await verified.catch(codeOf)).toBe(code)
  })

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'receipt'],
    ['a list', []],
  ])('a receipt that is %s: malformed', async (_, receipt) => {
    const key = new Uint8Array(1)
    const verified = verifyReceipt({ receipt, payload: transfer, expected: { ...expected, key } })
    await expect(verified).rejects.toMatchObject({ code: 'malformed' })
  })

  test('the receipt’s own key is never trusted', async () => {
    const { receipt } = await receiptOf()
    const { world, authenticator } = await arrange()
    const session = world.session()
    const forged = (await confirm(world, authenticator, { session, payload: transfer })).receipt
    const key = Buffer.from(receipt.credential.publicKey, 'base64url')
    const verify = (given: object, more: object) =>
      verifyReceipt({ receipt: given, payload: transfer, expected: { ...expected, ...more } }).catch(codeOf)
    expect(await verify(forged, { key: new Uint8Array(key) })).toBe('signature_invalid')
    const named = { ...forged, credential: { ...forged.credential, publicKey: receipt.credential.publicKey } }
    expect(await verify(named, { key: new Uint8Array(key) })).toBe('signature_invalid')
    expect(await verify(forged, { receiptKeys: { '2026': publicKey } })).toBe('signature_invalid')
    await expect(verifyReceipt({ receipt, payload: transfer, expected })).rejects.toThrow(TypeError)
  })

  test.each<[string, object]>([
    ['a finish time that was changed', { finishedAt: 5 }],
    ['another key id', { keyId: 'other' }],
    ['a key id of Object', { keyId: 'toString' }],
    ['a signature that was changed', { signature: 'A'.repeat(86) }],
  ])('a signed receipt with %s: signature_invalid', async (_, change) => {
    const { receipt } = await receiptOf({ receiptKeys: [{ id: '2026', privateKey }] })
    const receiptKeys = { '2026': publicKey, other: stranger.publicKey }
    const changed = { ...receipt, ...change }
    const verified = verifyReceipt({ receipt: changed, payload: transfer, expected: { ...expected, receiptKeys } })
    await expect(verified).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  test('a receipt that another deployment signed: signature_invalid', async () => {
    const { receipt } = await receiptOf({ receiptKeys: [{ id: '2026', privateKey: stranger.privateKey }] })
    const receiptKeys = { '2026': publicKey }
    const verified = verifyReceipt({ receipt, payload: transfer, expected: { ...expected, receiptKeys } })
    await expect(verified).rejects.toMatchObject({ code: 'signature_invalid' })
  })
})

describe('receiptKeys', () => {
  test.each<[string, string]>([
    ['a public key', publicKey],
    ['no PEM', 'secret'],
    [
      'another kind of key',
      generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
  ])('%s is a TypeError', (_, key) => {
    expect(() => createWorld({ receiptKeys: [{ id: '1', privateKey: key }] })).toThrow(/receiptKeys\.0\.privateKey/)
  })

  test('two keys with one id are a TypeError', () => {
    const key = { id: '1', privateKey }
    expect(() => createWorld({ receiptKeys: [key, key] })).toThrow(TypeError)
  })
})
