import { type AuthenticatorOptions, createAuthenticator } from '@latchkey/testing'
import type { CreationOptionsJSON, RequestOptionsJSON } from '@latchkey/wire'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { creationOptions, origin, requestOptions, userHandle } from './ceremony.js'
import { attestedAuthData, bytesOf, splitAuthenticatorData } from './decode.js'

type Create = ReturnType<typeof createAuthenticator>['create']
type Get = ReturnType<typeof createAuthenticator>['get']

const descriptor = (id: string) => ({ type: 'public-key', id })
const bob = { id: 'Ym9iLXVzZXItaGFuZGxl', name: 'bob', displayName: 'Bob' }
const discouraged = { residentKey: 'discouraged' }

async function registered(options: Partial<AuthenticatorOptions> = {}) {
  const authenticator = createAuthenticator({ origin, algorithms: [-7], ...options })
  return { authenticator, registration: await authenticator.create(creationOptions()) }
}

test('the options that Latchkey makes fit', () => {
  expectTypeOf<CreationOptionsJSON>().toExtend<Parameters<Create>[0]>()
  expectTypeOf<RequestOptionsJSON>().toExtend<Parameters<Get>[0]>()
})

describe('an RP ID', () => {
  const refused = [
    ['another domain', origin, 'example.org'],
    ['a domain that only ends alike', 'https://notexample.com', 'example.com'],
    ['a subdomain of the origin', origin, 'deep.app.example.com'],
    ['an empty name', origin, ''],
    ['the origin itself', origin, origin],
    ['the host of an origin that is not secure', 'http://app.example.com', 'example.com'],
    ['an IP address', 'https://127.0.0.1', '127.0.0.1'],
    ['an IPv6 address', 'https://[::1]', '::1'],
  ] as const
  test.each(refused)('that is %s is a SecurityError', async (_what, from, id) => {
    const authenticator = createAuthenticator({ origin: from })
    const attempt = authenticator.create(creationOptions({ rp: { id, name: 'Example' } }))
    await expect(attempt).rejects.toMatchObject({ name: 'SecurityError' })
    await expect(authenticator.get(requestOptions({ rpId: id }))).rejects.toMatchObject({ name: 'SecurityError' })
    expect(authenticator.credentials).toEqual([])
  })

  const accepted = [
    ['the host', origin, 'app.example.com', 'app.example.com'],
    ['a parent of the host', origin, 'example.com', 'example.com'],
    ['left out', origin, undefined, 'app.example.com'],
    ['localhost without TLS', 'http://localhost:3000', 'localhost', 'localhost'],
  ] as const
  test.each(accepted)('that is %s is used', async (_what, from, id, used) => {
    const authenticator = createAuthenticator({ origin: from })
    await authenticator.create(creationOptions({ rp: { id, name: 'Example' } }))
    expect(authenticator.credentials).toMatchObject([{ rpId: used }])
    await expect(authenticator.get(requestOptions({ rpId: id }))).resolves.toMatchObject({ type: 'public-key' })
  })
})

describe('a registration', () => {
  test('with an excluded credential that is held is an InvalidStateError, and makes nothing', async () => {
    const { authenticator, registration } = await registered()
    const again = creationOptions({ excludeCredentials: [descriptor('AAAA'), descriptor(registration.id)] })
    await expect(authenticator.create(again)).rejects.toMatchObject({ name: 'InvalidStateError' })
    expect(authenticator.credentials).toHaveLength(1)
  })

  test('does not mind excluded credentials that are not held, or are for another RP ID', async () => {
    const { authenticator, registration } = await registered()
    const elsewhere = creationOptions({
      rp: { id: 'app.example.com', name: 'Example' },
      excludeCredentials: [descriptor('AAAA'), descriptor(registration.id)],
    })
    await expect(authenticator.create(elsewhere)).resolves.toMatchObject({ type: 'public-key' })
    expect(authenticator.credentials).toHaveLength(2)
  })

  test('takes the first algorithm offered that is known', async () => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7, -8] })
    const pubKeyCredParams = [
      { type: 'public-key', alg: -257 },
      { type: 'something-else', alg: -7 },
      { type: 'public-key', alg: -8 },
      { type: 'public-key', alg: -7 },
    ]
    const { response } = await authenticator.create(creationOptions({ pubKeyCredParams }))
    expect(response.publicKeyAlgorithm).toBe(-8)
  })

  test('with an empty list of algorithms means ES256 or RS256', async () => {
    const authenticator = createAuthenticator({ origin })
    const { response } = await authenticator.create(creationOptions({ pubKeyCredParams: [] }))
    expect(response.publicKeyAlgorithm).toBe(-7)
  })

  test.each([
    ['no algorithm is known', { pubKeyCredParams: [{ type: 'public-key', alg: -257 }] }, 'NotSupportedError'],
    [
      'the other attachment is wanted',
      { authenticatorSelection: { authenticatorAttachment: 'cross-platform' } },
      'NotAllowedError',
    ],
    ['the challenge is padded', { challenge: 'AAA=' }, 'EncodingError'],
    ['the challenge is standard base64', { challenge: '++//' }, 'EncodingError'],
    ['the user id is empty', { user: { ...bob, id: '' } }, 'TypeError'],
    ['the user id is 65 bytes long', { user: { ...bob, id: Buffer.alloc(65).toString('base64url') } }, 'TypeError'],
  ])('where %s fails and makes nothing', async (_what, changes, name) => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7] })
    await expect(authenticator.create(creationOptions(changes))).rejects.toMatchObject({ name })
    expect(authenticator.credentials).toEqual([])
  })

  test.each([
    [{ residentKey: 'required' }, true],
    [{ residentKey: 'preferred' }, true],
    [{ residentKey: 'discouraged' }, false],
    [{ requireResidentKey: true }, true],
    [{}, false],
  ])('with %j is discoverable: %s', async (authenticatorSelection, discoverable) => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7] })
    const { id, clientExtensionResults } = await authenticator.create(creationOptions({ authenticatorSelection }))
    expect(clientExtensionResults).toEqual({ credProps: { rk: discoverable } })
    const { response } = await authenticator.get(requestOptions({ allowCredentials: [descriptor(id)] }))
    expect(response.userHandle).toBe(discoverable ? userHandle : undefined)
  })

  test('says nothing of credProps unless asked', async () => {
    const authenticator = createAuthenticator({ origin })
    const { clientExtensionResults } = await authenticator.create(creationOptions({ extensions: {} }))
    expect(clientExtensionResults).toEqual({})
  })

  test('takes the place of the discoverable credential of the same user, and of no other', async () => {
    const { authenticator, registration: first } = await registered()
    const bobs = await authenticator.create(creationOptions({ user: bob }))
    const bound = await authenticator.create(creationOptions({ authenticatorSelection: discouraged }))
    const second = await authenticator.create(creationOptions())
    expect(authenticator.credentials.map(({ id }) => id)).toEqual([bobs.id, bound.id, second.id])
    expect(second.id).not.toBe(first.id)
  })

  test('that is conditional sets neither UP nor UV', async () => {
    const authenticator = createAuthenticator({ origin })
    const registration = await authenticator.create(creationOptions(), { mediation: 'conditional' })
    expect(splitAuthenticatorData(attestedAuthData(registration)).flags).toBe(0b0101_1000)
  })

  test.each([
    [{}, 'platform', ['hybrid', 'internal']],
    [{ synced: false }, 'platform', ['internal']],
    [{ attachment: 'cross-platform' as const, synced: false }, 'cross-platform', ['usb']],
    [{ transports: ['nfc', 'usb'] }, 'platform', ['nfc', 'usb']],
  ])('by %j names attachment and transports', async (options, authenticatorAttachment, transports) => {
    const { registration } = await registered(options)
    expect(registration).toMatchObject({ authenticatorAttachment, response: { transports } })
  })

  test('has a credential id of the length that is wanted', async () => {
    const { registration } = await registered({ credentialIdLength: 1023 })
    expect(bytesOf(registration.id)).toHaveLength(1023)
    expect(splitAuthenticatorData(attestedAuthData(registration)).credentialIdLength).toBe(1023)
  })
})

describe('an authentication', () => {
  test('without allowCredentials is by the newest discoverable credential for the RP ID', async () => {
    const { authenticator } = await registered()
    const bobs = await authenticator.create(creationOptions({ user: bob }))
    await authenticator.create(creationOptions({ authenticatorSelection: discouraged }))
    await authenticator.create(creationOptions({ rp: { id: 'app.example.com', name: 'Example' } }))
    await expect(authenticator.get(requestOptions())).resolves.toMatchObject({
      id: bobs.id,
      response: { userHandle: bob.id },
    })
  })

  test('with allowCredentials is by the newest of them', async () => {
    const { authenticator, registration: alices } = await registered()
    const bobs = await authenticator.create(creationOptions({ user: bob }))
    const carols = await authenticator.create(creationOptions({ user: { ...bob, id: 'Y2Fyb2w' } }))
    const answerTo = async (...ids: string[]) =>
      (await authenticator.get(requestOptions({ allowCredentials: ids.map(descriptor) }))).id
    expect(await answerTo(bobs.id, alices.id)).toBe(bobs.id)
    expect(await answerTo('AAAA', alices.id)).toBe(alices.id)
    expect(await answerTo(carols.id)).toBe(carols.id)
  })

  test.each([
    ['nothing is held', {}, true],
    ['none of allowCredentials is held', { allowCredentials: [descriptor('AAAA')] }, false],
    ['the RP ID is another', { rpId: 'app.example.com' }, false],
  ])('where %s is a NotAllowedError', async (_what, changes, isForgotten) => {
    const { authenticator, registration } = await registered()
    if (isForgotten) expect(authenticator.forget(registration.id)).toBe(true)
    await expect(authenticator.get(requestOptions(changes))).rejects.toMatchObject({ name: 'NotAllowedError' })
  })

  test('with a challenge that is not base64url is an EncodingError, and does not count', async () => {
    const { authenticator } = await registered({ counts: true })
    const attempt = authenticator.get(requestOptions({ challenge: 'a b' }))
    await expect(attempt).rejects.toMatchObject({ name: 'EncodingError' })
    expect(authenticator.credentials).toMatchObject([{ signCount: 1 }])
  })

  test('can differ from the configured user verification', async () => {
    const { authenticator } = await registered({ synced: false })
    const flagsOf = async (userVerified: boolean) =>
      bytesOf((await authenticator.get(requestOptions(), { userVerified })).response.authenticatorData)[32]
    expect(await flagsOf(false)).toBe(0b0000_0001)
    expect(await flagsOf(true)).toBe(0b0000_0101)
  })
})

test('answers in the JSON form of the platform carry no member that is undefined', async () => {
  const { authenticator, registration } = await registered()
  const answer = await authenticator.get(requestOptions())
  expect(JSON.parse(JSON.stringify([registration, answer]))).toStrictEqual([registration, answer])
})
