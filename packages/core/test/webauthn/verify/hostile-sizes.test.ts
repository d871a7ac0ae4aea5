import { verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import { describe, expect, test } from 'vitest'
import { answered, expectedAssertion, expectedRegistration } from './ceremony.js'

/**
 * Input that is cheap to send and dear to read: deep, long, wide, or telling of more than there is. Each is refused with
 * its code. A stack that overflows or a buffer that cannot be had would be another error.
 */

const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const repeated = (bytes: readonly number[], times: number) => Buffer.concat(Array(times).fill(Uint8Array.from(bytes)))
const json = (text: string) => encode(Buffer.from(text))
/** The most that an attestation object may be long. */
const most = 128 * 1024

const attestationObjects: readonly (readonly [what: string, bytes: Uint8Array])[] = [
  ['50,000 arrays inside one another', repeated([0x81], 50_000)],
  ['as many as fit, without an end', repeated([0x9f], most)],
  ['50,000 maps inside one another', repeated([0xa1, 0x00], 50_000)],
  ['50,000 tags before one another', repeated([0xc1], 50_000)],
  ['an array of 2^53 items', Uint8Array.from([0x9b, 0, 0x20, 0, 0, 0, 0, 0, 0])],
  ['a map of 2^32 members', Uint8Array.from([0xba, 0xff, 0xff, 0xff, 0xff])],
  ['bytes of 2^63', Uint8Array.from([0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ['text of 4 GB', Uint8Array.from([0x7a, 0xff, 0xff, 0xff, 0xff])],
  ['a map of as many members as fit', Buffer.concat([Uint8Array.of(0xb9, 0xff, 0xff), repeated([0x00], most - 3)])],
  ['an array of as many nulls as fit', Buffer.concat([Uint8Array.of(0x99, 0xff, 0xff), repeated([0xf6], most - 3)])],
  ['nothing but zeros', new Uint8Array(most)],
]

const clientDatas: readonly (readonly [what: string, text: string])[] = [
  ['arrays inside one another', '['.repeat(8000)],
  ['objects inside one another', '{"a":'.repeat(1500)],
  ['a number of 8,000 digits', '9'.repeat(8000)],
  ['8,000 quotes', '"'.repeat(8000)],
  ['8,000 backslashes', `"${'\\'.repeat(8000)}`],
  ['one name 500 times', `{${Array(500).fill('"type":"x"').join()}}`],
]

describe('a registration that is dear to read', () => {
  test.each(attestationObjects)('%s: malformed_attestation_object', async (_, bytes) => {
    const { registered } = await answered()
    const response = { ...registered, response: { ...registered.response, attestationObject: encode(bytes) } }
    const attempt = verifyRegistration({ response, expected: expectedRegistration })
    await expect(attempt).rejects.toMatchObject({ code: 'malformed_attestation_object' })
  })

  test.each(clientDatas)('client data of %s: malformed_client_data', async (_, text) => {
    const { registered } = await answered()
    const response = { ...registered, response: { ...registered.response, clientDataJSON: json(text) } }
    const attempt = verifyRegistration({ response, expected: expectedRegistration })
    await expect(attempt).rejects.toMatchObject({ code: 'malformed_client_data' })
  })

  test.each([
    ['clientDataJSON', 8 * 1024],
    ['attestationObject', most],
  ] as const)('%s above its limit is refused before it is decoded', async (name, limit) => {
    const { registered } = await answered()
    // What is decoded before its length is looked at would be called by what it holds.
    const value = encode(new Uint8Array(limit + 1))
    const response = { ...registered, response: { ...registered.response, [name]: value } }
    const attempt = verifyRegistration({ response, expected: expectedRegistration })
    await expect(attempt).rejects.toMatchObject({ code: 'malformed_response' })
  })
})

describe('an assertion that is dear to read', () => {
  test.each([
    ['extensions inside one another', repeated([0x81], 60_000)],
    ['extensions that never end', repeated([0xbf], 60_000)],
    ['more extensions than there can be', Uint8Array.of(0xba, 0xff, 0xff, 0xff, 0xff)],
  ])('%s: malformed_authenticator_data', async (_, bytes) => {
    const { credential, response } = await answered({
      tamper: { authenticatorData: (it) => ({ ...it, flags: it.flags | 0x80, extensions: new Uint8Array(bytes) }) },
    })
    const attempt = verifyAssertion({ response, expected: expectedAssertion, credential })
    await expect(attempt).rejects.toMatchObject({ code: 'malformed_authenticator_data' })
  })

  test('a credential id of 64 kB that is not there: malformed_authenticator_data', async () => {
    const header = new Uint8Array(37)
    const { credential, response } = await answered({
      tamper: {
        authenticatorData: (it) => {
          header.set(it.rpIdHash)
          header[32] = it.flags | 0x40
          return Buffer.concat([header, new Uint8Array(16), Uint8Array.of(0xff, 0xff)])
        },
      },
    })
    const attempt = verifyAssertion({ response, expected: expectedAssertion, credential })
    await expect(attempt).rejects.toMatchObject({ code: 'malformed_authenticator_data' })
  })

  test('an envelope as deep as JSON can be read is answered: malformed_response', async () => {
    const { credential } = await answered()
    const response = JSON.parse(`${'[{"response":'.repeat(2000)}1${'}]'.repeat(2000)}`)
    const attempt = verifyAssertion({ response, expected: expectedAssertion, credential })
    await expect(attempt).rejects.toMatchObject({ code: 'malformed_response' })
  })
})
