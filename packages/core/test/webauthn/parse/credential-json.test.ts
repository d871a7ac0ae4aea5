import { describe, expect, test } from 'vitest'
import { parseAuthenticationResponse } from '../../../src/webauthn/parse/authentication-response.js'
import { parseRegistrationResponse } from '../../../src/webauthn/parse/registration-response.js'

const text = (bytes: number) => Buffer.alloc(bytes, 1).toString('base64url')
const refused = expect.objectContaining({ code: 'malformed_response' })
const envelope = (id: string, response: object, more: object = {}) => ({
  id,
  rawId: id,
  type: 'public-key',
  response,
  ...more,
})
const created = { clientDataJSON: 'AQ', attestationObject: 'Ag' }
const got = { clientDataJSON: 'AQ', authenticatorData: 'Ag', signature: 'Aw' }

test('a registration is read, and no more of it than is needed', () => {
  const response = { ...created, transports: ['usb'], publicKey: 'AA', publicKeyAlgorithm: -7, authenticatorData: 'AA' }
  const more = { authenticatorAttachment: 'platform', clientExtensionResults: { credProps: { rk: true } }, later: 1 }
  expect(parseRegistrationResponse(envelope('AAAA', response, more))).toEqual({
    id: 'AAAA',
    attachment: 'platform',
    clientExtensionResults: { credProps: { rk: true } },
    clientDataJSON: Uint8Array.of(1),
    attestationObject: Uint8Array.of(2),
    transports: ['usb'],
  })
})

test('an authentication is read', () => {
  const response = { ...got, userHandle: 'BBBB' }
  expect(
    parseAuthenticationResponse(envelope('AAAA', response, { authenticatorAttachment: 'cross-platform' })),
  ).toEqual({
    id: 'AAAA',
    attachment: 'cross-platform',
    clientExtensionResults: {},
    clientDataJSON: Uint8Array.of(1),
    authenticatorData: Uint8Array.of(2),
    signature: Uint8Array.of(3),
    userHandle: 'BBBB',
  })
})

test.each(['telepathy', '', 7, null, undefined])('an attachment %j is none', (authenticatorAttachment) => {
  const read = parseRegistrationResponse(envelope('AAAA', created, { authenticatorAttachment }))
  expect(read.attachment).toBeUndefined()
})

test.each([undefined, null, ''])('a user handle %j is none', (userHandle) => {
  expect(parseAuthenticationResponse(envelope('AAAA', { ...got, userHandle })).userHandle).toBeUndefined()
})

describe('limits', () => {
  test('the id of a registration may be as long as authenticator data can say', () => {
    expect(parseRegistrationResponse(envelope(text(65_535), created)).id).toBe(text(65_535))
    expect(() => parseRegistrationResponse(envelope(text(65_536), created))).toThrow(refused)
  })

  test('the id of an authentication is one that a credential can have', () => {
    expect(parseAuthenticationResponse(envelope(text(1023), got)).id).toBe(text(1023))
    expect(() => parseAuthenticationResponse(envelope(text(1024), got))).toThrow(refused)
  })

  test.each([
    ['clientDataJSON', 8192],
    ['attestationObject', 131_072],
  ] as const)('%s of a registration: %d bytes', (name, most) => {
    expect(parseRegistrationResponse(envelope('AAAA', { ...created, [name]: text(most) }))[name]).toHaveLength(most)
    expect(() => parseRegistrationResponse(envelope('AAAA', { ...created, [name]: text(most + 1) }))).toThrow(refused)
  })

  test.each([
    ['clientDataJSON', 8192],
    ['authenticatorData', 65_536],
    ['signature', 8192],
  ] as const)('%s of an authentication: %d bytes', (name, most) => {
    expect(parseAuthenticationResponse(envelope('AAAA', { ...got, [name]: text(most) }))[name]).toHaveLength(most)
    expect(() => parseAuthenticationResponse(envelope('AAAA', { ...got, [name]: text(most + 1) }))).toThrow(refused)
  })

  test('a user handle: 64 bytes', () => {
    const read = (userHandle: unknown) =>
      parseAuthenticationResponse(envelope('AAAA', { ...got, userHandle })).userHandle
    expect(read(text(64))).toBe(text(64))
    for (const handle of [text(65), 'AA==', 'A', 7]) expect(() => read(handle)).toThrow(refused)
  })
})

test('what belongs to the other ceremony is refused, whatever it is', () => {
  for (const value of ['AA', 7, false, [], {}]) {
    expect(() => parseRegistrationResponse(envelope('AAAA', { ...created, signature: value }))).toThrow(refused)
    expect(() => parseAuthenticationResponse(envelope('AAAA', { ...got, attestationObject: value }))).toThrow(refused)
  }
})

test.each([
  ['no text', 7],
  ['nothing', ''],
  ['padding', 'AA=='],
  ['loose bits', 'AB'],
])('an id that is %s', (_, id) => {
  expect(() => parseRegistrationResponse(envelope(id as string, created))).toThrow(refused)
})
