import { rememberKeys, verifyAssertion } from '@latchkey/core/webauthn'
import { describe, expect, test } from 'vitest'
import { answered, expectedAssertion } from './ceremony.js'

describe('keys that are remembered', () => {
  test('are the same for the same credential and the same bytes, in any buffer', async () => {
    const { credential } = await answered()
    const keys = rememberKeys()
    const ready = await keys.ready(credential)
    expect(await keys.ready({ id: credential.id, publicKey: credential.publicKey.slice() })).toBe(ready)
    expect(await keys.ready({ id: 'another', publicKey: credential.publicKey })).not.toBe(ready)
  })

  test('are never those of other bytes: a key that was exchanged in the store is the one that is used', async () => {
    const [first, second] = [await answered(), await answered()]
    const keys = rememberKeys()
    const { id } = first.credential
    const ready = await keys.ready(first.credential)
    const exchanged = await keys.ready({ id, publicKey: second.credential.publicKey })
    expect(exchanged).not.toBe(ready)
    const credential = { ...first.credential, publicKey: second.credential.publicKey }
    const attempt = verifyAssertion({ response: first.response, expected: expectedAssertion, credential, keys })
    await expect(attempt).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  test('are not changed by who changes the bytes afterwards', async () => {
    const { credential } = await answered()
    const keys = rememberKeys()
    const given = credential.publicKey.slice()
    const ready = await keys.ready({ id: credential.id, publicKey: given })
    given.fill(0)
    expect(await keys.ready(credential)).toBe(ready)
    const attempt = keys.ready({ id: credential.id, publicKey: given })
    await expect(attempt).rejects.toMatchObject({ code: 'malformed_public_key' })
  })

  test('are those of the bytes that were given, whatever is written to them while the key is imported', async () => {
    const [first, second] = [await answered(), await answered()]
    const keys = rememberKeys()
    const given = first.credential.publicKey.slice()
    const importing = keys.ready({ id: first.credential.id, publicKey: given })
    given.set(second.credential.publicKey)
    const ready = await importing
    expect(await keys.ready(first.credential)).toBe(ready)
    expect(await keys.ready({ id: first.credential.id, publicKey: given })).not.toBe(ready)
  })

  test('are so many at most; what was used longest ago goes first', async () => {
    const { credential } = await answered()
    const keys = rememberKeys(2)
    const ready = (id: string) => keys.ready({ id, publicKey: credential.publicKey })
    const [one] = [await ready('one'), await ready('two')]
    expect(await ready('one')).toBe(one)
    await ready('three')
    expect(await ready('one')).toBe(one)
    expect(await ready('two')).toBe(await ready('two'))
    expect(await ready('three')).toBe(await ready('three'))
    expect(await ready('one')).not.toBe(one)
  })

  test('are not asked for without them: each sign-in judges the stored key', async () => {
    const { credential, response } = await answered()
    const broken = { ...credential, publicKey: Uint8Array.of(0xa0) }
    const verify = (stored: typeof credential) =>
      verifyAssertion({ response, expected: expectedAssertion, credential: stored })
    await expect(verify(credential)).resolves.toHaveProperty('credentialId', credential.id)
    await expect(verify(broken)).rejects.toMatchObject({ code: 'malformed_public_key' })
  })
})
