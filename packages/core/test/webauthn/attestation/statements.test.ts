import { type ExpectedRegistration, verifyRegistration } from '@latchkey/core/webauthn'
import {
  type AttestationKind,
  type AuthenticatorOptions,
  type CertificateContent,
  certificateExtensions,
  createAttestationAuthority,
  createAuthenticator,
  createSigningKey,
  der,
  type KeyAuthorization,
  keyAuthorization,
  type RegistrationTamper,
  type StatementTamper,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { creationOptions, origin } from '../verify/ceremony.js'
import { aaguid, attested, authority, certifiedKinds, expectedAttested, outcomeOf } from './attested.js'
import { ofTpm, ofTpmMaker } from './of-tpm-maker.js'

interface Broken {
  readonly rule: string
  readonly code: string
  readonly tamper: RegistrationTamper
  readonly options?: Partial<AuthenticatorOptions>
  readonly expected?: Partial<ExpectedRegistration>
}

const broken = (rule: string, code: string, tamper: RegistrationTamper, more: Partial<Broken> = {}): Broken => {
  return { rule, code, tamper, ...more }
}
const lie = (rule: string, code: string, statement: StatementTamper): Broken => broken(rule, code, { statement })
const leaf = (rule: string, code: string, change: (honest: CertificateContent) => Partial<CertificateContent>) =>
  lie(rule, code, { leaf: (honest) => ({ ...honest, ...change(honest) }) })
/** A member of the statement that is another after signing, or is missing. */
const member = (name: string, value: unknown, code = 'attestation_statement_malformed') =>
  broken(`${name}: ${value === undefined ? 'missing' : typeof value}`, code, {
    attestation: (honest) => {
      const attStmt = new Map(honest.attStmt as ReadonlyMap<string, unknown>)
      value === undefined ? attStmt.delete(name) : attStmt.set(name, value)
      return { ...honest, attStmt }
    },
  })
const flipped = broken('one bit of the signature flipped', 'attestation_signature_invalid', {
  signature: (it) => it.map((byte, at) => (at === 20 ? byte ^ 1 : byte)),
})
const replayed = broken('signed for another ceremony', 'attestation_signature_invalid', {
  afterSigning: { authenticatorData: (it) => ({ ...it, signCount: 99 }) },
})
const without = (honest: CertificateContent, id: string) => honest.extensions.filter((it) => it.id !== id)
const withName = (honest: CertificateContent, type: string, value: string) =>
  honest.subject.map((it): typeof it => (it[0] === type ? [type, value] : it))
const otherSigner = await createSigningKey(-7)
const otherKey = otherSigner.subjectPublicKeyInfo

const certificates: readonly Broken[] = [
  member('x5c', undefined),
  member('x5c', []),
  member('x5c', 'text'),
  member('x5c', [new Uint8Array()]),
  member('x5c', ['text']),
  member(
    'x5c',
    Array.from({ length: 9 }, () => new Uint8Array(8)),
  ),
  member('x5c', [new Uint8Array(20_000)]),
  member('x5c', [new Uint8Array([0x30, 0])], 'attestation_certificate_invalid'),
  lie('bytes after the certificate', 'attestation_certificate_invalid', {
    chain: ([first, ...rest]) => [new Uint8Array([...(first ?? []), 0]), ...rest],
  }),
  leaf('a duplicate extension', 'attestation_certificate_invalid', ({ extensions }) => ({
    extensions: [...extensions, ...extensions],
  })),
]

const packed: readonly Broken[] = [
  ...certificates.filter(({ rule }) => rule !== 'x5c: missing'),
  member('alg', undefined),
  member('alg', 'ES256'),
  member('alg', -35, 'attestation_signature_invalid'),
  member('alg', -999, 'attestation_signature_invalid'),
  member('sig', undefined),
  member('sig', new Uint8Array()),
  member('ecdaaKeyId', new Uint8Array(1)),
  member('x5c', undefined, 'attestation_signature_invalid'),
  flipped,
  replayed,
  broken(
    'RS1, which only TPMs may use',
    'attestation_alg_not_allowed',
    {},
    { options: { attestationAlgorithm: -65535 } },
  ),
  broken(
    'an algorithm that the host does not take',
    'attestation_alg_not_allowed',
    {},
    {
      expected: { attestationAlgorithms: [-257] },
    },
  ),
  broken('an algorithm of another curve than the key’s', 'attestation_signature_invalid', member('alg', -53).tamper, {
    options: { attestationAlgorithm: -8 },
  }),
  leaf('of another key', 'attestation_signature_invalid', () => ({ subjectPublicKeyInfo: otherKey })),
  leaf('of version 1', 'attestation_certificate_invalid', () => ({ version: 1, extensions: [] })),
  leaf('of version 2', 'attestation_certificate_invalid', () => ({ version: 2 })),
  leaf('an authority', 'attestation_certificate_invalid', (it) => ({
    extensions: [certificateExtensions.basicConstraints(true), ...without(it, '2.5.29.19')],
  })),
  leaf('without a country', 'attestation_certificate_invalid', (it) => ({ subject: it.subject.slice(1) })),
  leaf('of a unit with more behind its name', 'attestation_certificate_invalid', (it) => ({
    subject: withName(it, '2.5.4.11', 'Authenticator Attestation 2'),
  })),
  leaf('of a unit with more before its name', 'attestation_certificate_invalid', (it) => ({
    subject: withName(it, '2.5.4.11', 'An Authenticator Attestation'),
  })),
  leaf('a blank common name', 'attestation_certificate_invalid', (it) => ({ subject: withName(it, '2.5.4.3', ' ') })),
  leaf('a country of three letters', 'attestation_certificate_invalid', (it) => ({
    subject: withName(it, '2.5.4.6', 'AAA'),
  })),
  leaf('without an organization', 'attestation_certificate_invalid', (it) => ({
    subject: withName(it, '2.5.4.10', ' '),
  })),
  leaf('of another unit', 'attestation_certificate_invalid', (it) => ({ subject: withName(it, '2.5.4.11', 'Sales') })),
  leaf('two units', 'attestation_certificate_invalid', (it) => ({
    subject: [...it.subject, ['2.5.4.11', 'Authenticator Attestation']],
  })),
  leaf('without a common name', 'attestation_certificate_invalid', (it) => ({ subject: it.subject.slice(0, 3) })),
  leaf('of another model', 'attestation_aaguid_mismatch', (it) => ({
    extensions: [...without(it, '1.3.6.1.4.1.45724.1.1.4'), certificateExtensions.model(new Uint8Array(16))],
  })),
  leaf('of a model that is wrapped once', 'attestation_aaguid_mismatch', (it) => ({
    extensions: it.extensions.map((each) => (each.critical ? each : { ...each, value: each.value.slice(2) })),
  })),
  leaf('of a model that must be minded', 'attestation_certificate_invalid', (it) => ({
    extensions: it.extensions.map((each) => ({ ...each, critical: true })),
  })),
]

const scheme = (rule: string, number: number, ...details: readonly number[]) =>
  lie(`a key with ${rule}`, 'tpm_pub_area_mismatch', {
    pubArea: (it) => ({ ...it, scheme: number, schemeDetails: Uint8Array.from(details) }),
  })

const tpm: readonly Broken[] = [
  ...certificates,
  member('ver', '1.2'),
  member('alg', undefined),
  member('sig', undefined),
  member('certInfo', undefined),
  member('pubArea', undefined),
  flipped,
  broken('certified for another ceremony', 'attestation_challenge_mismatch', replayed.tamper),
  lie('another key of the same kind', 'tpm_pub_area_mismatch', {
    pubArea: (it) => ({ ...it, unique: it.unique.map((coordinate) => coordinate.map((byte) => byte ^ 1)) }),
  }),
  lie('the same x and another y', 'tpm_pub_area_mismatch', {
    pubArea: (it) => ({ ...it, unique: it.unique.map((each, at) => (at === 1 ? each.map((byte) => byte ^ 1) : each)) }),
  }),
  lie('a key that does not sign', 'tpm_pub_area_mismatch', { pubArea: (it) => ({ ...it, attributes: 0x0002_0472 }) }),
  lie('a key that encrypts others', 'tpm_pub_area_mismatch', { pubArea: (it) => ({ ...it, symmetric: 6 }) }),
  scheme('a scheme without its hash', 0x18),
  scheme('a scheme of RSA', 0x14, 0, 0x0b),
  scheme('a scheme with an unknown hash', 0x18, 0, 0x12),
  scheme('a scheme that signs for a group', 0x1a, 0, 0x0b, 0, 1),
  scheme('a scheme of a key that agrees on secrets', 0x19, 0, 0x0b),
  lie('a curve that is unknown', 'tpm_pub_area_mismatch', { pubArea: (it) => ({ ...it, details: [0x10, 0x10] }) }),
  lie('a key of another type', 'tpm_pub_area_mismatch', { pubArea: (it) => ({ ...it, type: 8 }) }),
  lie('a name by a hash that is unknown', 'tpm_pub_area_mismatch', {
    pubArea: (it) => ({ ...it, nameAlgorithm: 0x12 }),
  }),
  lie('a public area cut short', 'tpm_pub_area_mismatch', { pubArea: () => new Uint8Array([0, 0x23, 0, 0x0b]) }),
  lie('a public area with more after it', 'tpm_pub_area_mismatch', {
    pubArea: (it) => ({ ...it, unique: [...it.unique, new Uint8Array()] }),
  }),
  lie('the name of another key', 'tpm_pub_area_mismatch', { certInfo: (it) => ({ ...it, name: new Uint8Array(34) }) }),
  lie('not made by a TPM', 'tpm_cert_info_invalid', { certInfo: (it) => ({ ...it, magic: 0xff544348 }) }),
  lie('a quote, not a certification', 'tpm_cert_info_invalid', { certInfo: (it) => ({ ...it, type: 0x8018 }) }),
  lie('a certification cut short', 'tpm_cert_info_invalid', { certInfo: () => new Uint8Array([0xff, 0x54]) }),
  lie('a certification with more after it', 'tpm_cert_info_invalid', {
    certInfo: (it) => ({ ...it, trailing: new Uint8Array(1) }),
  }),
  lie('extra data of nothing', 'attestation_challenge_mismatch', {
    certInfo: (it) => ({ ...it, extraData: new Uint8Array() }),
  }),
  broken(
    'a modulus of another length than it says',
    'tpm_pub_area_mismatch',
    { statement: { pubArea: (it) => ({ ...it, details: [1024, 0] }) } },
    { options: { algorithms: [-257] } },
  ),
  broken(
    'signed with an algorithm that no TPM has',
    'attestation_signature_invalid',
    {},
    {
      options: { attestationAlgorithm: -8 },
    },
  ),
  leaf('of a TPM without a model', 'attestation_certificate_invalid', ofTpm({ model: undefined })),
  leaf('of a TPM with an empty model', 'attestation_certificate_invalid', ofTpm({ model: '' })),
  leaf('of a TPM without a version', 'attestation_certificate_invalid', ofTpm({ version: undefined })),
  leaf('of a TPM with an empty version', 'attestation_certificate_invalid', ofTpm({ version: '' })),
  leaf('of a TPM without a maker', 'attestation_certificate_invalid', ofTpm({ maker: undefined })),
  leaf('of version 2', 'attestation_certificate_invalid', () => ({ version: 2 })),
  leaf('with a subject', 'attestation_certificate_invalid', () => ({ subject: [['2.5.4.3', 'a name']] })),
  leaf('without another name', 'attestation_certificate_invalid', (it) => ({ extensions: without(it, '2.5.29.17') })),
  leaf('another name that need not be minded', 'attestation_certificate_invalid', (it) => ({
    extensions: it.extensions.map((each) => (each.id === '2.5.29.17' ? { ...each, critical: false } : each)),
  })),
  leaf('for another use', 'attestation_certificate_invalid', (it) => ({
    extensions: [...without(it, '2.5.29.37'), certificateExtensions.extendedKeyUsage('1.3.6.1.5.5.7.3.1')],
  })),
  leaf('an authority', 'attestation_certificate_invalid', (it) => ({
    extensions: [certificateExtensions.basicConstraints(true), ...without(it, '2.5.29.19')],
  })),
  leaf('of another model', 'attestation_aaguid_mismatch', (it) => ({
    extensions: [...without(it, '1.3.6.1.4.1.45724.1.1.4'), certificateExtensions.model(new Uint8Array(16))],
  })),
]

const describedAs = (rule: string, software: readonly KeyAuthorization[], hardware: readonly KeyAuthorization[]) =>
  lie(rule, 'android_key_invalid', { keyDescription: (it) => ({ ...it, software, hardware }) })
const { purposes, origin: madeBy, allApplications } = keyAuthorization

const androidKey: readonly Broken[] = [
  ...certificates,
  member('alg', undefined),
  member('sig', undefined),
  flipped,
  replayed,
  broken('a certificate and a signature of another key', 'attestation_key_mismatch', {
    signingKey: () => otherSigner,
    statement: { leaf: (it) => ({ ...it, subjectPublicKeyInfo: otherKey }) },
  }),
  leaf('without a description', 'android_key_invalid', () => ({ extensions: [] })),
  lie('a description that is none', 'android_key_invalid', { keyDescription: () => new Uint8Array([0x30, 0]) }),
  lie('a description that is no ASN.1', 'android_key_invalid', { keyDescription: () => new Uint8Array([9]) }),
  lie('for another challenge', 'attestation_challenge_mismatch', {
    keyDescription: (it) => ({ ...it, challenge: new Uint8Array(32) }),
  }),
  describedAs('for any app, says the software', [allApplications], [purposes(2), madeBy(0)]),
  describedAs('for any app, says the hardware', [], [purposes(2), allApplications, madeBy(0)]),
  describedAs('imported', [], [purposes(2), madeBy(2)]),
  describedAs('imported, says the software', [madeBy(2)], [purposes(2), madeBy(0)]),
  describedAs('of unknown origin', [], [purposes(2)]),
  describedAs('for verifying', [], [purposes(3), madeBy(0)]),
  describedAs('for signing and decrypting', [], [purposes(2, 1), madeBy(0)]),
  describedAs('for nothing', [], [purposes(), madeBy(0)]),
  describedAs('with an entry twice', [], [purposes(2), madeBy(0), madeBy(0)]),
]

const apple: readonly Broken[] = [
  ...certificates,
  lie('for another ceremony', 'attestation_challenge_mismatch', { nonce: () => new Uint8Array(32) }),
  lie('with a nonce cut short', 'attestation_challenge_mismatch', { nonce: (it) => it.slice(0, 31) }),
  leaf('without a nonce', 'attestation_challenge_mismatch', () => ({ extensions: [] })),
  leaf('of another key', 'attestation_key_mismatch', () => ({ subjectPublicKeyInfo: otherKey })),
]

const fidoU2f: readonly Broken[] = [
  ...certificates,
  member('sig', undefined),
  flipped,
  lie('two certificates', 'attestation_statement_malformed', { chain: (it) => [...it, ...it] }),
  broken('a leaf with an RSA key', 'attestation_certificate_invalid', {}, { options: { attestationAlgorithm: -257 } }),
  broken('a leaf on another curve', 'attestation_certificate_invalid', {}, { options: { attestationAlgorithm: -35 } }),
  lie('a certificate and the root', 'attestation_statement_malformed', { chain: (it) => [...it, authority.root] }),
  leaf('of a kind of key that no attestation uses', 'attestation_certificate_invalid', () => ({
    subjectPublicKeyInfo: der.sequence(
      der.sequence(der.objectIdentifier('1.2.840.10045.2.1'), der.objectIdentifier('1.3.132.0.10')),
      der.bitString(new Uint8Array(65).fill(4)),
    ),
  })),
  broken('a credential that U2F cannot make', 'attestation_key_mismatch', {}, { options: { algorithms: [-8] } }),
  broken(
    'a credential on another curve with coordinates of the same length',
    'attestation_key_mismatch',
    {},
    { options: { algorithms: [-47] }, expected: { algorithms: [-47] } },
  ),
  broken('a signature in the way of packed', 'attestation_signature_invalid', {
    afterSigning: { clientData: (it) => ({ ...it, extra: 1 }) as typeof it },
  }),
]

const header = (change: object): RegistrationTamper => ({
  statement: { safetynet: (it) => ({ ...it, header: { ...it.header, ...change } }) },
})
const payload = (change: object): RegistrationTamper => ({
  statement: { safetynet: (it) => ({ ...it, payload: { ...it.payload, ...change } }) },
})
const at = Date.UTC(2026, 10, 21, 12)

const safetynet: readonly Broken[] = [
  member('ver', ''),
  member('ver', 1),
  member('response', undefined),
  member('response', new Uint8Array([1, 2, 3])),
  member('response', new Uint8Array([0xff, 0xff])),
  broken('alg none', 'attestation_signature_invalid', header({ alg: 'none' })),
  broken('a shared secret', 'attestation_signature_invalid', header({ alg: 'HS256' })),
  broken('no certificates', 'attestation_statement_malformed', header({ x5c: [] })),
  broken('certificates that are no list', 'attestation_statement_malformed', header({ x5c: 'MII=' })),
  broken('certificates that are no base64', 'attestation_statement_malformed', header({ x5c: ['%'] })),
  leaf('of another service', 'attestation_certificate_invalid', (it) => ({ extensions: without(it, '2.5.29.17') })),
  leaf('of another key', 'attestation_signature_invalid', () => ({ subjectPublicKeyInfo: otherKey })),
  broken('for another ceremony', 'attestation_challenge_mismatch', payload({ nonce: 'AAAA' })),
  broken('without a nonce', 'attestation_challenge_mismatch', payload({ nonce: null })),
  broken('a device that is not sound', 'attestation_safetynet_cts', payload({ ctsProfileMatch: false })),
  broken('a device that is sound in a text', 'attestation_safetynet_cts', payload({ ctsProfileMatch: 'true' })),
  broken('61 seconds old', 'attestation_safetynet_timestamp', payload({ timestampMs: at - 61_000 })),
  broken('11 seconds too early', 'attestation_safetynet_timestamp', payload({ timestampMs: at + 11_000 })),
  broken('with a time that is text', 'attestation_safetynet_timestamp', payload({ timestampMs: String(at) })),
  broken('without a time', 'attestation_safetynet_timestamp', payload({ timestampMs: null })),
]

const compound: readonly Broken[] = [
  broken('one statement alone', 'attestation_statement_malformed', {
    attestation: (it) => ({ ...it, attStmt: (it.attStmt as readonly unknown[]).slice(1) }),
  }),
  broken('one inside another', 'attestation_statement_malformed', {
    attestation: (it) => ({
      ...it,
      attStmt: [it, it].map(({ fmt, attStmt }) => new Map(Object.entries({ fmt, attStmt }))),
    }),
  }),
  broken('a map', 'malformed_attestation_object', { attestation: (it) => ({ ...it, attStmt: new Map() }) }),
  broken('statements that are none', 'attestation_statement_malformed', {
    attestation: (it) => ({ ...it, attStmt: [1, 2] }),
  }),
  broken('an unknown one among them', 'attestation_format_unsupported', {
    attestation: (it) => {
      const unknown = new Map<string, unknown>([
        ['fmt', 'telepathy'],
        ['attStmt', new Map()],
      ])
      return { ...it, attStmt: [...(it.attStmt as readonly unknown[]), unknown] }
    },
  }),
  flipped,
  lie('the second alone does not hold', 'tpm_cert_info_invalid', { certInfo: (it) => ({ ...it, magic: 1 }) }),
]

const formats: Readonly<Record<string, readonly Broken[]>> = {
  packed,
  tpm,
  'android-key': androidKey,
  apple,
  'fido-u2f': fidoU2f,
  'android-safetynet': safetynet,
  compound,
}

describe.each(Object.entries(formats))('%s', (kind, rows) => {
  const attestation = kind as AttestationKind

  test('holds, and is trusted', async () => {
    const registration = await attested(attestation)
    expect(registration.attestation).toEqual({ format: kind, type: 'certified', trusted: true })
    expect(Object.isFrozen(registration.attestation)).toBe(true)
  })

  test.each(rows)('$rule: $code', async ({ code, tamper, options, expected }) => {
    expect(await outcomeOf(attested(attestation, tamper, options, expected))).toBe(code)
  })
})

describe('what holds as well', () => {
  test.each([-7, -35, -8, -257])('packed, signed with %i', async (attestationAlgorithm) => {
    expect(await outcomeOf(attested('packed', {}, { attestationAlgorithm }))).toBe('accepted')
  })

  test.each([-7, -35, -257, -65535])('tpm, signed with %i', async (attestationAlgorithm) => {
    expect(await outcomeOf(attested('tpm', {}, { attestationAlgorithm }))).toBe('accepted')
  })

  test('tpm, of an RSA key whose exponent is left out', async () => {
    expect(await outcomeOf(attested('tpm', {}, { algorithms: [-257] }))).toBe('accepted')
  })

  test.each([
    ['ECDSA with SHA-256', -7, 0x18, [0, 0x0b]],
    ['ECDSA with SHA-384, of a key on P-384', -35, 0x18, [0, 0x0c]],
    ['ECDSA with SHA-512', -7, 0x18, [0, 0x0d]],
    ['ECDSA with SHA-1', -7, 0x18, [0, 0x04]],
    ['RSASSA with SHA-256', -257, 0x14, [0, 0x0b]],
    ['RSAPSS with SHA-256', -37, 0x16, [0, 0x0b]],
  ] as const)('tpm, of a key with the scheme %s', async (_, algorithm, scheme, details) => {
    const pubArea: StatementTamper['pubArea'] = (it) => ({ ...it, scheme, schemeDetails: Uint8Array.from(details) })
    const expected = { algorithms: [algorithm] }
    expect(await outcomeOf(attested('tpm', { statement: { pubArea } }, expected, expected))).toBe('accepted')
  })

  test('tpm of a maker whom the host knows', async () => {
    const statement = { leaf: ofTpmMaker('id:FFFFF1D0') }
    expect(await outcomeOf(attested('tpm', { statement }))).toBe('attestation_certificate_invalid')
    const known = { tpmManufacturers: ['id:FFFFF1D0'] }
    expect(await outcomeOf(attested('tpm', { statement }, {}, known))).toBe('accepted')
  })

  test('an Android key that only software vouches for: the root says what that is worth', async () => {
    const keyDescription = { software: [purposes(2), madeBy(0)], hardware: [] }
    const statement: StatementTamper = { keyDescription: (it) => ({ ...it, ...keyDescription }) }
    expect(await outcomeOf(attested('android-key', { statement }))).toBe('accepted')
  })

  test('SafetyNet, exactly a minute old or ten seconds ahead', async () => {
    for (const timestampMs of [at - 60_000, at + 10_000]) {
      expect(await outcomeOf(attested('android-safetynet', payload({ timestampMs })))).toBe('accepted')
    }
  })

  test('tpm, whose certificate has no basic constraints', async () => {
    const statement: StatementTamper = { leaf: (it) => ({ ...it, extensions: without(it, '2.5.29.19') }) }
    expect(await outcomeOf(attested('tpm', { statement }))).toBe('accepted')
  })

  test('tpm, of a key whose name is made with SHA-1', async () => {
    const statement: StatementTamper = { pubArea: (it) => ({ ...it, nameAlgorithm: 4 }) }
    expect(await outcomeOf(attested('tpm', { statement }))).toBe('accepted')
  })

  test('tpm, of a key on P-521', async () => {
    const expected = { algorithms: [-36] }
    expect(await outcomeOf(attested('tpm', {}, expected, expected))).toBe('accepted')
  })

  test('members that are unknown', async () => {
    const { tamper } = member('more', 1)
    expect(await outcomeOf(attested('apple', tamper))).toBe('accepted')
  })

  test('SafetyNet is taken only where it is named', async () => {
    const options = { origin, attestation: 'android-safetynet', authority, algorithms: [-7] } as const
    const response = await createAuthenticator(options).create(creationOptions)
    const { attestationFormats: named, ...expected } = expectedAttested
    expect(named).toContain('android-safetynet')
    expect(await outcomeOf(verifyRegistration({ response, expected }))).toBe('attestation_format_unsupported')
  })
})

describe('whose word counts', () => {
  const stranger = createAttestationAuthority()

  test.each(certifiedKinds)('%s of an untrusted authority', async (kind) => {
    const options = { authority: stranger }
    expect(await outcomeOf(attested(kind, {}, options))).toBe('attestation_chain_untrusted')
    expect(await outcomeOf(attested(kind, {}, options, { trust: 'required' }))).toBe('attestation_chain_untrusted')
    const { attestation } = await attested(kind, {}, options, { trust: 'optional' })
    expect(attestation).toEqual({ format: kind, type: 'certified', trusted: false })
  })

  test('trust that is required: neither none nor self will do, nor what came unasked', async () => {
    const required = { trust: 'required' } as const
    for (const kind of ['none', 'self'] as const) {
      expect(await outcomeOf(attested(kind))).toBe('accepted')
      expect(await outcomeOf(attested(kind, {}, {}, required))).toBe('attestation_type_not_allowed')
    }
    const unasked = { ...required, attestation: 'none' } as const
    expect(await outcomeOf(attested('packed', {}, {}, unasked))).toBe('attestation_type_not_allowed')
  })

  test('U2F signs no model: an AAGUID in it is not trusted', async () => {
    const lying = { aaguid }
    const { attestation } = await attested('fido-u2f', {}, lying)
    expect(attestation).toEqual({ format: 'fido-u2f', type: 'certified', trusted: false })
    const required = { trust: 'required' } as const
    expect(await outcomeOf(attested('fido-u2f', {}, lying, required))).toBe('attestation_aaguid_mismatch')
  })

  test('a compound statement proves what the least of it proves', async () => {
    const none = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
    ])
    const tamper: RegistrationTamper = {
      attestation: (it) => ({ ...it, attStmt: [...(it.attStmt as readonly unknown[]), none] }),
    }
    const { attestation } = await attested('compound', tamper)
    expect(attestation).toEqual({ format: 'compound', type: 'none', trusted: false })
  })

  test('asked for nothing, nothing is judged', async () => {
    const { attestation } = await attested('packed', flipped.tamper, { authority: stranger }, { attestation: 'none' })
    expect(attestation).toEqual({ format: 'packed', type: 'unjudged', trusted: false })
  })
})
