import { type ExpectedAssertion, PasskeyError, verifyAssertion } from '@latchkey/core/webauthn'
import { type AuthenticationTamper, authenticatorFlags, createSigningKey } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { assertVerified } from '../../../src/webauthn/verify/verified.js'
import { answered, expectedAssertion, origin } from './ceremony.js'

type Json = { response: Record<string, unknown> } & Record<string, unknown>
type Broken = readonly [rule: string, code: string, tamper: AuthenticationTamper, expected?: Partial<ExpectedAssertion>]

const flags = authenticatorFlags
const withFlags = (change: (flags: number) => number): AuthenticationTamper => ({
  authenticatorData: (honest) => ({ ...honest, flags: change(honest.flags) }),
})
const withClientData = (change: object): AuthenticationTamper => ({
  clientData: (honest) => ({ ...honest, ...change }) as typeof honest,
})
const withEnvelope = (change: (honest: Json) => unknown): AuthenticationTamper => ({
  envelope: (honest) => change(structuredClone(honest) as unknown as Json),
})
const withMember = (name: string, value: unknown) =>
  withEnvelope((honest) => ({ ...honest, response: { ...honest.response, [name]: value } }))

const envelope: readonly Broken[] = [
  ['an array', 'malformed_response', withEnvelope(() => [])],
  ['null', 'malformed_response', withEnvelope(() => null)],
  ['no id', 'malformed_response', withEnvelope(({ id, ...rest }) => rest)],
  ['an empty id', 'malformed_response', withEnvelope((honest) => ({ ...honest, id: '', rawId: '' }))],
  ['an id with padding', 'malformed_response', withEnvelope((it) => ({ ...it, id: `${it.id}=`, rawId: `${it.id}=` }))],
  [
    'an id of 1024 bytes',
    'malformed_response',
    withEnvelope((it) => ({ ...it, id: 'A'.repeat(1366), rawId: 'A'.repeat(1366) })),
  ],
  ['another rawId', 'malformed_response', withEnvelope((honest) => ({ ...honest, rawId: 'AAAA' }))],
  ['a type with an underscore', 'malformed_response', withEnvelope((honest) => ({ ...honest, type: 'public_key' }))],
  ['no response', 'malformed_response', withEnvelope(({ response, ...rest }) => rest)],
  ['a registration', 'malformed_response', withMember('attestationObject', 'AAAA')],
  ['client data as a number', 'malformed_response', withMember('clientDataJSON', 1)],
  ['empty authenticator data', 'malformed_response', withMember('authenticatorData', '')],
  ['a signature with a plus', 'malformed_response', withMember('signature', 'AA+A')],
  ['client data over 8 kB', 'malformed_response', withMember('clientDataJSON', 'A'.repeat(12_000))],
  ['a signature over 8 kB', 'malformed_response', withMember('signature', 'A'.repeat(12_000))],
  ['a user handle that is a number', 'malformed_response', withMember('userHandle', 1)],
  ['a user handle of 65 bytes', 'malformed_response', withMember('userHandle', 'A'.repeat(87))],
  [
    'extension results that are a text',
    'malformed_response',
    withEnvelope((it) => ({ ...it, clientExtensionResults: 'x' })),
  ],
]

const clientData: readonly Broken[] = [
  ['no JSON', 'malformed_client_data', { clientData: () => 'x' }],
  ['of a registration', 'client_data_type_mismatch', withClientData({ type: 'webauthn.create' })],
  ['of a payment', 'client_data_type_mismatch', withClientData({ type: 'payment.get' })],
  ['another challenge', 'challenge_mismatch', withClientData({ challenge: 'AAAA' })],
  [
    'the challenge with padding',
    'challenge_mismatch',
    withClientData({ challenge: `${expectedAssertion.challenge}=` }),
  ],
  [
    'the beginning of the challenge',
    'challenge_mismatch',
    withClientData({ challenge: expectedAssertion.challenge.slice(0, -1) }),
  ],
  ...[
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://app.example.com/',
    'https://app.example.com.',
    'https://APP.example.com',
    'https://evil.app.example.com',
    'https://app.example.com.evil.net',
    'https://evilapp.example.com',
    'https://app.example.com@evil.net',
    'null',
    '',
    `android:apk-key-hash:${'A'.repeat(43)}`,
  ].map((foreign): Broken => [`the origin ${foreign}`, 'origin_mismatch', withClientData({ origin: foreign })]),
  ['inside a foreign frame', 'cross_origin_not_allowed', withClientData({ crossOrigin: true })],
  [
    'a top origin where none is allowed',
    'cross_origin_not_allowed',
    withClientData({ topOrigin: 'https://top.example' }),
  ],
  [
    'a top origin that is not listed',
    'top_origin_mismatch',
    withClientData({ crossOrigin: true, topOrigin: 'https://evil.example' }),
    { crossOrigin: true, topOrigins: ['https://top.example'] },
  ],
  [
    'a frame that does not name the page, where it must',
    'top_origin_mismatch',
    withClientData({ crossOrigin: true }),
    { crossOrigin: true, topOrigins: ['https://top.example'], requireTopOrigin: true },
  ],
  [
    'a top origin without a frame',
    'top_origin_mismatch',
    withClientData({ topOrigin: 'https://top.example' }),
    { crossOrigin: true, topOrigins: ['https://top.example'] },
  ],
]

const authenticatorData: readonly Broken[] = [
  ['36 bytes', 'malformed_authenticator_data', { authenticatorData: () => new Uint8Array(36) }],
  [
    'a byte after the end',
    'malformed_authenticator_data',
    { authenticatorData: (it) => ({ ...it, trailing: new Uint8Array(1) }) },
  ],
  ['AT without data', 'malformed_authenticator_data', withFlags((it) => it | flags.attestedCredentialData)],
  ['ED without data', 'malformed_authenticator_data', withFlags((it) => it | flags.extensionData)],
  [
    'an extension named by a number',
    'malformed_authenticator_data',
    { authenticatorData: (it) => ({ ...it, flags: it.flags | flags.extensionData, extensions: new Map([[1, true]]) }) },
  ],
  [
    'another relying party',
    'rp_id_hash_mismatch',
    { authenticatorData: (it) => ({ ...it, rpIdHash: new Uint8Array(32) }) },
  ],
  ['user not present', 'user_presence_missing', withFlags((it) => it & ~flags.userPresent)],
  ['user not verified', 'user_verification_missing', withFlags((it) => it & ~flags.userVerified)],
  [
    'backed up but not eligible',
    'backup_flags_invalid',
    withFlags((it) => (it | flags.backedUp) & ~flags.backupEligible),
  ],
]

const signature: readonly Broken[] = [
  ['one bit flipped', 'signature_invalid', { signature: (it) => it.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) }],
  ['a byte after the end', 'signature_invalid', { signature: (it) => new Uint8Array([...it, 0]) }],
  ['empty DER', 'signature_invalid', { signature: () => new Uint8Array([0x30, 0]) }],
  ['r and s zero', 'signature_invalid', { signature: () => new Uint8Array([0x30, 6, 2, 1, 0, 2, 1, 0]) }],
  ['raw r and s', 'signature_invalid', { signature: () => new Uint8Array(64).fill(1) }],
  [
    'client data changed after signing',
    'signature_invalid',
    { afterSigning: { clientData: (it) => ({ ...it, extra: 1 }) as typeof it } },
  ],
  [
    'a higher count after signing',
    'signature_invalid',
    { afterSigning: { authenticatorData: (it) => ({ ...it, signCount: 99 }) } },
  ],
  [
    'UV added after signing',
    'signature_invalid',
    { ...withFlags((it) => it & ~flags.userVerified), afterSigning: { authenticatorData: (it) => it } },
  ],
]

const parts = { envelope, 'client data': clientData, 'authenticator data': authenticatorData, signature }

describe.each(Object.entries(parts))('%s', (_, rows) => {
  const named = rows.map(([rule, code, tamper, expected = {}]) => ({ rule, code, tamper, expected }))
  test.each(named)('$rule: $code', async ({ code, tamper, expected }) => {
    const { credential, response } = await answered({ tamper })
    const attempt = verifyAssertion({ response, expected: { ...expectedAssertion, ...expected }, credential })
    const error = await attempt.catch((it) => it)
    expect(error).toBeInstanceOf(PasskeyError)
    expect(error.code).toBe(code)
  })
})

describe('the signing key', () => {
  test('another key than the stored one: signature_invalid', async () => {
    const other = await createSigningKey(-7)
    const { credential, response } = await answered({ tamper: { signingKey: () => other } })
    const attempt = verifyAssertion({ response, expected: expectedAssertion, credential })
    await expect(attempt).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  test('a self attestation is not an assertion', async () => {
    const { credential, registered, response } = await answered({}, { attestation: 'self' })
    const replayed = {
      ...response,
      response: { ...response.response, clientDataJSON: registered.response.clientDataJSON },
    }
    const attempt = verifyAssertion({ response: replayed, expected: expectedAssertion, credential })
    await expect(attempt).rejects.toMatchObject({ code: 'client_data_type_mismatch' })
  })
})

describe('what comes back', () => {
  test('is frozen, branded, and says what the answer proves', async () => {
    const { credential, response } = await answered({}, { synced: false, counts: true })
    const assertion = await verifyAssertion({ response, expected: expectedAssertion, credential })
    expect(assertion).toEqual({
      credentialId: credential.id,
      signCount: 2,
      userVerified: true,
      backupEligible: false,
      backedUp: false,
      origin,
      signCountVerdict: 'advanced',
      backupEligibilityVerdict: 'same',
    })
    expect(Object.isFrozen(assertion)).toBe(true)
    expect(() => assertVerified(assertion)).not.toThrow()
    expect(() => assertVerified({ ...assertion })).toThrow(TypeError)
  })

  test.each([
    [0, 0, 'not-counting'],
    [0, 1, 'advanced'],
    [5, 6, 'advanced'],
    [5, 5, 'regressed'],
    [5, 4, 'regressed'],
    [5, 0, 'regressed'],
    [2 ** 32 - 1, 0, 'regressed'],
    [2 ** 32 - 2, 2 ** 32 - 1, 'advanced'],
  ])('a count that was %i and is %i has %s', async (stored, signCount, verdict) => {
    const { credential, response } = await answered({ tamper: { authenticatorData: (it) => ({ ...it, signCount }) } })
    const counted = { ...credential, signCount: stored }
    const assertion = await verifyAssertion({ response, expected: expectedAssertion, credential: counted })
    expect(assertion.signCountVerdict).toBe(verdict)
  })

  test.each([
    [true, 'same'],
    [false, 'changed'],
    [undefined, 'unknown'],
  ])('backup eligibility that was %s is %s', async (backupEligible, verdict) => {
    const { credential, response } = await answered()
    const { backupEligible: _, ...rest } = credential
    const stored = backupEligible === undefined ? rest : { ...rest, backupEligible }
    const assertion = await verifyAssertion({ response, expected: expectedAssertion, credential: stored })
    expect(assertion.backupEligibilityVerdict).toBe(verdict)
  })
})

describe('look-alikes that are accepted', () => {
  test.each<[string, AuthenticationTamper]>([
    [
      'unknown members in the envelope',
      withEnvelope((it) => ({ ...it, authenticatorAttachment: 'telepathy', extra: {} })),
    ],
    ['client data with unknown members', withClientData({ other_keys_can_be_added_here: 'x' })],
    ['reserved flag bits', withFlags((it) => it | 0x22)],
    [
      'signed extension data',
      {
        authenticatorData: (it) => ({
          ...it,
          flags: it.flags | flags.extensionData,
          extensions: new Map([['uvm', true]]),
        }),
      },
    ],
    ['no user handle', withMember('userHandle', null)],
    ['an empty user handle', withMember('userHandle', '')],
  ])('%s', async (_, tamper) => {
    const { credential, response } = await answered({ tamper })
    await expect(verifyAssertion({ response, expected: expectedAssertion, credential })).resolves.toBeDefined()
  })

  test('no frame and no top origin, where a frame must name the page', async () => {
    const { credential, response } = await answered()
    const expected = { ...expectedAssertion, crossOrigin: true, requireTopOrigin: true }
    await expect(verifyAssertion({ response, expected, credential })).resolves.toBeDefined()
  })

  test('a framed answer where that is allowed, with and without its top origin', async () => {
    const expected = { ...expectedAssertion, crossOrigin: true, topOrigins: ['https://top.example'] }
    for (const change of [{ crossOrigin: true }, { crossOrigin: true, topOrigin: 'https://top.example' }]) {
      const { credential, response } = await answered({ tamper: withClientData(change) })
      await expect(verifyAssertion({ response, expected, credential })).resolves.toBeDefined()
    }
  })
})

describe('what is expected', () => {
  test.each([
    ['required', 'user_verification_missing'],
    ['preferred', undefined],
    ['discouraged', undefined],
  ] as const)('of a user who was not verified, where that was %s: %s', async (userVerification, code) => {
    const { credential, response } = await answered({ tamper: withFlags((it) => it & ~flags.userVerified) })
    const attempt = verifyAssertion({ response, expected: { ...expectedAssertion, userVerification }, credential })
    if (code) await expect(attempt).rejects.toMatchObject({ code })
    else await expect(attempt).resolves.toHaveProperty('userVerified', false)
  })

  test('origins as one text are a mistake of the developer, and what is left out is required', async () => {
    const { credential, response } = await answered({ userVerified: false })
    const verify = (change: object) =>
      verifyAssertion({ response, expected: { ...expectedAssertion, ...change }, credential })
    await expect(verify({ origins: `${origin}m` })).rejects.toThrow(TypeError)
    await expect(verify({ userVerification: undefined })).rejects.toMatchObject({ code: 'user_verification_missing' })
  })
})

describe('the stored credential', () => {
  test('of another id: credential_not_found; of another user: user_handle_mismatch', async () => {
    const { credential, response } = await answered()
    const verify = (change: object) =>
      verifyAssertion({ response, expected: expectedAssertion, credential: { ...credential, ...change } })
    await expect(verify({ id: 'AAAA' })).rejects.toMatchObject({ code: 'credential_not_found' })
    await expect(verify({ userHandle: 'AAAA' })).rejects.toMatchObject({ code: 'user_handle_mismatch' })
  })

  test('with a key that is none: malformed_public_key', async () => {
    const { credential, response } = await answered()
    const broken = { ...credential, publicKey: new Uint8Array([1, 2, 3]) }
    const attempt = verifyAssertion({ response, expected: expectedAssertion, credential: broken })
    await expect(attempt).rejects.toMatchObject({ code: 'malformed_public_key' })
  })
})
