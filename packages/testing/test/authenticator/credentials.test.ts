import { createAuthenticator, createSigningKey } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { creationOptions, origin, requestOptions, rpId, userHandle } from './ceremony.js'
import { acceptedCredential, judgeAuthentication } from './second-opinion.js'

describe('credentials', () => {
  test('are listed with what a test wants to know, as a snapshot', async () => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7], counts: true })
    const { id } = await authenticator.create(creationOptions())
    const before = authenticator.credentials
    const held = {
      id,
      rpId,
      userHandle,
      discoverable: true,
      algorithm: -7,
      signCount: 1,
      publicKey: expect.any(Uint8Array),
    }
    expect(before).toEqual([held])
    await authenticator.get(requestOptions())
    expect(before).toEqual([held])
    expect(authenticator.credentials).toEqual([{ ...held, signCount: 2 }])
  })

  test('cannot be changed from outside', async () => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7] })
    const credential = await acceptedCredential(await authenticator.create(creationOptions()))
    expect(Object.isFrozen(authenticator.credentials)).toBe(true)
    expect(Object.isFrozen(authenticator.credentials[0])).toBe(true)
    authenticator.credentials[0]?.publicKey.fill(0)
    expect(authenticator.credentials[0]?.publicKey).toEqual(credential.publicKey)
  })

  test('are forgotten one by one', async () => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7] })
    const { id } = await authenticator.create(creationOptions())
    expect(authenticator.forget('AAAA')).toBe(false)
    expect(authenticator.forget(id)).toBe(true)
    expect(authenticator.forget(id)).toBe(false)
    expect(authenticator.credentials).toEqual([])
  })
})

describe('a clone', () => {
  test('signs with the same key and counts for itself, which a server notices', async () => {
    const original = createAuthenticator({ origin, algorithms: [-7], synced: false, counts: true })
    const credential = await acceptedCredential(await original.create(creationOptions()))
    const clone = original.clone()
    const fromOriginal = await judgeAuthentication(await original.get(requestOptions()), credential)
    expect(fromOriginal).toMatchObject({ verified: true, authenticationInfo: { newCounter: 2 } })
    const answer = await clone.get(requestOptions())
    await expect(judgeAuthentication(answer, credential)).resolves.toMatchObject({ verified: true })
    credential.counter = fromOriginal.authenticationInfo.newCounter
    await expect(judgeAuthentication(answer, credential)).rejects.toThrow(/counter value 2 was lower than expected 2/)
  })

  test('forgets for itself and learns for itself', async () => {
    const original = createAuthenticator({ origin, algorithms: [-7] })
    const { id } = await original.create(creationOptions())
    const clone = original.clone()
    clone.forget(id)
    await clone.create(creationOptions({ rp: { name: 'Example' } }))
    expect(original.credentials).toMatchObject([{ id }])
    expect(clone.credentials).toMatchObject([{ rpId: 'app.example.com' }])
  })
})

test('the RSA key of an authenticator is made once', async () => {
  const authenticator = createAuthenticator({ origin, algorithms: [-257] })
  const create = () =>
    authenticator.create(
      creationOptions({
        pubKeyCredParams: [{ type: 'public-key', alg: -257 }],
        authenticatorSelection: { residentKey: 'discouraged' },
      }),
    )
  const [first, second] = await Promise.all([create(), create()])
  expect(second.response.publicKey).toBe(first.response.publicKey)
  expect(second.id).not.toBe(first.id)
})

describe('an option that no authenticator can follow is a TypeError at once', () => {
  test.each([
    ['an origin with a path', { origin: `${origin}/` }],
    ['an origin that is no URL', { origin: 'example.com' }],
    ['an origin without a host', { origin: 'android:apk-key-hash:abc' }],
    ['an unknown algorithm', { algorithms: [-7, -65534] }],
    ['an AAGUID that is no UUID', { aaguid: '00000000000000000000000000000000' }],
    ['an empty credential id', { credentialIdLength: 0 }],
    ['a credential id that the length field cannot say', { credentialIdLength: 65_536 }],
  ])('%s', (_what, options) => {
    expect(() => createAuthenticator({ origin, ...options })).toThrow(TypeError)
  })

  test('a signing key of an unknown algorithm', async () => {
    await expect(createSigningKey(-65534)).rejects.toThrow(TypeError)
  })
})
