import { type ExpectedRegistration, PasskeyError, verifyRegistration } from '@latchkey/core/webauthn'
import {
  type AuthenticatorOptions,
  authenticatorFlags,
  createAuthenticator,
  type RegistrationTamper,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { challenge, creationOptions, expectedRegistration, origin } from './ceremony.js'

const flags = authenticatorFlags

async function verified(
  tamper: RegistrationTamper = {},
  options: Partial<AuthenticatorOptions> = {},
  expected: Partial<ExpectedRegistration> = {},
) {
  const response = await createAuthenticator({ origin, algorithms: [-7], ...options }).create(creationOptions, {
    tamper,
  })
  return verifyRegistration({ response, expected: { ...expectedRegistration, ...expected } })
}

type Key = ReadonlyMap<unknown, unknown>
const withFlags = (change: (flags: number) => number): RegistrationTamper => ({
  authenticatorData: (honest) => ({ ...honest, flags: change(honest.flags) }),
})
const withClientData = (change: object): RegistrationTamper => ({
  clientData: (honest) => ({ ...honest, ...change }) as typeof honest,
})
const withKey = (change: (honest: Key) => Key | Uint8Array): RegistrationTamper => ({
  authenticatorData: (honest) => {
    const attestedCredentialData = {
      ...honest.attestedCredentialData,
      publicKey: change(honest.attestedCredentialData.publicKey),
    }
    return { ...honest, attestedCredentialData }
  },
})
const withParameter = (label: number, value: unknown) => withKey((honest) => new Map([...honest, [label, value]]))
const bytes = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal, 'hex'))

type Broken = readonly [
  rule: string,
  code: string,
  tamper: RegistrationTamper,
  options?: Partial<AuthenticatorOptions>,
  expected?: Partial<ExpectedRegistration>,
]

const context: readonly Broken[] = [
  [
    'an assertion',
    'malformed_response',
    { envelope: (it) => ({ ...it, response: { ...it.response, signature: 'AAAA' } }) },
  ],
  [
    'no attestation object',
    'malformed_response',
    { envelope: (it) => ({ ...it, response: { clientDataJSON: it.response.clientDataJSON } }) },
  ],
  ['of an authentication', 'client_data_type_mismatch', withClientData({ type: 'webauthn.get' })],
  ['another challenge', 'challenge_mismatch', withClientData({ challenge: `${challenge}A` })],
  ['another origin', 'origin_mismatch', withClientData({ origin: 'https://app.example.com.evil.net' })],
  ['in a foreign frame', 'cross_origin_not_allowed', withClientData({ crossOrigin: true })],
  [
    'another relying party',
    'rp_id_hash_mismatch',
    { authenticatorData: (it) => ({ ...it, rpIdHash: new Uint8Array(32) }) },
  ],
  ['user not present', 'user_presence_missing', withFlags((it) => it & ~flags.userPresent)],
  ['user not verified', 'user_verification_missing', withFlags((it) => it & ~flags.userVerified)],
  ['backed up but not eligible', 'backup_flags_invalid', withFlags((it) => it & ~flags.backupEligible)],
]

const attestation: readonly Broken[] = [
  ['not CBOR', 'malformed_attestation_object', { attestation: () => bytes('ff') }],
  [
    'no authData',
    'malformed_attestation_object',
    { attestation: (it) => ({ fmt: it.fmt, attStmt: it.attStmt }) as never },
  ],
  ['fmt that is a number', 'malformed_attestation_object', { attestation: (it) => ({ ...it, fmt: 1 }) as never }],
  [
    'attStmt that is a text',
    'malformed_attestation_object',
    { attestation: (it) => ({ ...it, attStmt: 'x' }) as never },
  ],
  ['an unknown format', 'attestation_format_unsupported', { attestation: (it) => ({ ...it, fmt: 'telepathy' }) }],
  ['none in capitals', 'attestation_format_unsupported', { attestation: (it) => ({ ...it, fmt: 'None' }) }],
  [
    'none that says something',
    'attestation_statement_malformed',
    { attestation: (it) => ({ ...it, attStmt: new Map([['sig', bytes('00')]]) }) },
  ],
  [
    'self without a signature',
    'attestation_statement_malformed',
    { attestation: (it) => ({ ...it, fmt: 'packed', attStmt: new Map([['alg', -7]]) }) },
  ],
  [
    'self of another algorithm',
    'attestation_alg_mismatch',
    { attestation: (it) => ({ ...it, attStmt: new Map(it.attStmt as never).set('alg', -8) }) },
    { attestation: 'self' },
  ],
  [
    'self with a broken signature',
    'attestation_signature_invalid',
    { signature: (it) => it.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) },
    { attestation: 'self' },
  ],
]

const credential: readonly Broken[] = [
  [
    'no attested data',
    'attested_credential_data_missing',
    {
      authenticatorData: ({ attestedCredentialData: _, ...it }) =>
        ({ ...it, flags: it.flags & ~flags.attestedCredentialData }) as never,
    },
  ],
  ['an id of 15 bytes', 'credential_id_invalid', {}, { credentialIdLength: 15 }],
  ['an id of 1024 bytes', 'credential_id_too_long', {}, { credentialIdLength: 1024 }],
  [
    'an id that is longer than its data',
    'malformed_authenticator_data',
    {
      authenticatorData: (it) => ({
        ...it,
        attestedCredentialData: { ...it.attestedCredentialData, credentialIdLength: 60_000 },
      }),
    },
  ],
  [
    'another id in the envelope',
    'credential_id_mismatch',
    { envelope: (it) => ({ ...it, id: 'A'.repeat(43).replace(/A$/, 'E'), rawId: 'A'.repeat(43).replace(/A$/, 'E') }) },
  ],
  ['an algorithm that was not offered', 'algorithm_not_allowed', {}, { algorithms: [-7] }, { algorithms: [-8] }],
]

const publicKey: readonly Broken[] = [
  ['no map', 'malformed_public_key', withKey(() => bytes('80'))],
  ['no algorithm', 'malformed_public_key', withKey((it) => new Map([...it].filter(([label]) => label !== 3)))],
  ['no y', 'malformed_public_key', withKey((it) => new Map([...it].filter(([label]) => label !== -3)))],
  ['x that is a text', 'malformed_public_key', withParameter(-2, 'x')],
  ['keys out of order', 'malformed_public_key', withKey((it) => new Map([...it].reverse()))],
  ['a private key beside it', 'public_key_invalid', withParameter(-4, new Uint8Array(32))],
  ['x one byte short', 'public_key_invalid', withParameter(-2, new Uint8Array(31).fill(1))],
  ['a point off the curve', 'public_key_invalid', withParameter(-3, new Uint8Array(32).fill(1))],
  [
    'the point zero',
    'public_key_invalid',
    withKey((it) => new Map([...it, [-2, new Uint8Array(32)], [-3, new Uint8Array(32)]])),
  ],
  ['another curve', 'public_key_invalid', withParameter(-1, 2)],
  ['an RSA algorithm on a curve', 'public_key_invalid', withParameter(3, -257)],
  ['a key type that does not exist', 'public_key_invalid', withParameter(1, 4)],
  ...['00', '01', 'ec', 'ed', 'ee'].map((first): Broken => {
    const rest = Number.parseInt(first, 16) < 2 ? `${'00'.repeat(31)}` : `${'ff'.repeat(30)}7f`
    return [
      `an Ed25519 point of small order, ${first}…`,
      'public_key_invalid',
      withParameter(-2, bytes(first + rest)),
      { algorithms: [-8] },
    ]
  }),
  ['Ed25519 one byte short', 'public_key_invalid', withParameter(-2, new Uint8Array(31).fill(9)), { algorithms: [-8] }],
  ['RSA of 2040 bits', 'public_key_invalid', withParameter(-1, new Uint8Array(255).fill(255)), { algorithms: [-257] }],
  [
    'RSA of 2047 bits',
    'public_key_invalid',
    withParameter(-1, new Uint8Array([127, ...new Uint8Array(255).fill(255)])),
    { algorithms: [-257] },
  ],
  [
    'RSA of 16384 bits',
    'public_key_invalid',
    withParameter(-1, new Uint8Array(2048).fill(255)),
    { algorithms: [-257] },
  ],
  ['an even modulus', 'public_key_invalid', withParameter(-1, new Uint8Array(256).fill(254)), { algorithms: [-257] }],
  [
    'a modulus with a leading zero',
    'public_key_invalid',
    withParameter(-1, new Uint8Array([0, ...new Uint8Array(256).fill(255)])),
    { algorithms: [-257] },
  ],
  ['exponent 1', 'public_key_invalid', withParameter(-2, bytes('01')), { algorithms: [-257] }],
  ['an even exponent', 'public_key_invalid', withParameter(-2, bytes('010000')), { algorithms: [-257] }],
]

const parts = { context, attestation, credential, 'public key': publicKey }

describe.each(Object.entries(parts))('%s', (_, rows) => {
  const named = rows.map(([rule, code, tamper, options = {}, expected = {}]) => ({
    rule,
    code,
    tamper,
    options,
    expected,
  }))
  test.each(named)('$rule: $code', async ({ code, tamper, options, expected }) => {
    const error = await verified(tamper, options, expected).catch((it) => it)
    expect(error).toBeInstanceOf(PasskeyError)
    expect(error.code).toBe(code)
  })
})

describe('what comes back', () => {
  test.each([-7, -8, -257])(
    'with algorithm %i: the credential and no more trust than was proven',
    async (algorithm) => {
      const registration = await verified({}, { algorithms: [algorithm], synced: false, counts: true })
      expect(registration).toMatchObject({
        credential: {
          algorithm,
          signCount: 1,
          userVerified: true,
          backupEligible: false,
          discoverable: true,
          attachment: 'platform',
        },
        attestation: { format: 'none', type: 'none', trusted: false },
      })
      expect(Object.isFrozen(registration)).toBe(true)
    },
  )

  test('packed self attestation holds, and is not trusted', async () => {
    const { attestation } = await verified({}, { attestation: 'self' })
    expect(attestation).toEqual({ format: 'packed', type: 'self', trusted: false })
  })

  test.each(['packed', 'tpm', 'android-key', 'android-safetynet', 'fido-u2f', 'apple'])(
    'a certified %s statement that came unasked is not judged and not trusted',
    async (fmt) => {
      const statement = new Map<string, unknown>([['x5c', [bytes('30')]]])
      const { attestation } = await verified({ attestation: (it) => ({ ...it, fmt, attStmt: statement }) })
      expect(attestation).toEqual({ format: fmt, type: 'unjudged', trusted: false })
    },
  )

  test('the convenience copies of the client are not believed', async () => {
    const copies = { publicKey: 'AAAA', publicKeyAlgorithm: -8, authenticatorData: 'AAAA' }
    const lie: RegistrationTamper['envelope'] = (it) => ({ ...it, response: { ...it.response, ...copies } })
    const { credential } = await verified({ envelope: lie })
    expect(credential.algorithm).toBe(-7)
  })

  test('ids of 16 and of 1023 bytes are accepted', async () => {
    for (const credentialIdLength of [16, 1023]) {
      const { credential } = await verified({}, { credentialIdLength })
      expect(Buffer.from(credential.id, 'base64url')).toHaveLength(credentialIdLength)
    }
  })

  test('made silently, the user need not be present; otherwise they must be', async () => {
    const response = await createAuthenticator({ origin, algorithms: [-7] }).create(creationOptions, {
      mediation: 'conditional',
    })
    const expected = { ...expectedRegistration, userVerification: 'preferred' as const }
    await expect(
      verifyRegistration({ response, expected: { ...expected, mediation: 'conditional' } }),
    ).resolves.toBeDefined()
    await expect(verifyRegistration({ response, expected })).rejects.toMatchObject({ code: 'user_presence_missing' })
  })
})
