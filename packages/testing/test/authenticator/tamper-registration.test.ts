import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import { authenticatorFlags, createAuthenticator, createSigningKey, type RegistrationTamper } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { creationOptions, origin, repeatableBytes, requestOptions } from './ceremony.js'
import {
  attestationObjectOf,
  attestedAuthData,
  bytesOf,
  clientDataText,
  hexOf,
  splitAuthenticatorData,
} from './decode.js'
import { acceptedCredential, judgeAuthentication, judgeRegistration } from './second-opinion.js'

type Part = RegistrationTamper['authenticatorData'] & object

/** A new authenticator each time, all alike: what differs from the honest answer is the lie. */
const authenticatorLike = (attestation: 'none' | 'self') =>
  createAuthenticator({ origin, algorithms: [-7], attestation, randomBytes: repeatableBytes(7) })
const lie = (tamper: RegistrationTamper, attestation: 'none' | 'self' = 'self') =>
  authenticatorLike(attestation).create(creationOptions(), { tamper })

const honest = await lie({})
const split = splitAuthenticatorData(attestedAuthData(honest))

describe('a lie before signing is sent exactly as given, and is signed', () => {
  test.each<[string, Part, Partial<typeof split>]>([
    ['rpIdHash', (truth) => ({ ...truth, rpIdHash: new Uint8Array(32) }), { rpIdHash: '00'.repeat(32) }],
    [
      'flags',
      (truth) => ({ ...truth, flags: truth.flags & ~authenticatorFlags.userVerified }),
      { flags: split.flags & ~4 },
    ],
    ['signCount', (truth) => ({ ...truth, signCount: 258 }), { signCount: 258 }],
    [
      'aaguid',
      (truth) => ({
        ...truth,
        attestedCredentialData: { ...truth.attestedCredentialData, aaguid: new Uint8Array(16).fill(9) },
      }),
      { aaguid: '09'.repeat(16) },
    ],
    [
      'credential id',
      (truth) => ({
        ...truth,
        attestedCredentialData: { ...truth.attestedCredentialData, credentialId: new Uint8Array([1, 2]) },
      }),
      { credentialIdLength: 2, credentialId: '0102' },
    ],
    [
      'key as a map',
      (truth) => ({
        ...truth,
        attestedCredentialData: { ...truth.attestedCredentialData, publicKey: new Map([[1, 3]]) },
      }),
      { rest: 'a10103' },
    ],
    [
      'key as bytes',
      (truth) => ({
        ...truth,
        attestedCredentialData: { ...truth.attestedCredentialData, publicKey: new Uint8Array([0xff]) },
      }),
      { rest: 'ff' },
    ],
    ['trailing bytes', (truth) => ({ ...truth, trailing: new Uint8Array([0]) }), { rest: `${split.rest}00` }],
    [
      'extensions',
      (truth) => ({ ...truth, flags: truth.flags | authenticatorFlags.extensionData, extensions: new Map([['b', 2]]) }),
      { flags: split.flags | 0x80, rest: `${split.rest}a1616202` },
    ],
  ])('%s', async (_what, authenticatorData, changes) => {
    const registration = await lie({ authenticatorData })
    expect(splitAuthenticatorData(attestedAuthData(registration))).toEqual({ ...split, ...changes })
    expect(clientDataText(registration)).toBe(clientDataText(honest))
  })

  test('length field of the credential id', async () => {
    const authenticatorData: Part = (truth) => ({
      ...truth,
      attestedCredentialData: { ...truth.attestedCredentialData, credentialIdLength: 1024 },
    })
    const bytes = hexOf(attestedAuthData(await lie({ authenticatorData })))
    const told = hexOf(attestedAuthData(honest))
    expect(bytes).toBe(`${told.slice(0, 106)}0400${told.slice(110)}`)
  })

  test('no attested credential data, with and without its flag', async () => {
    const without: Part = (truth) => ({ ...truth, attestedCredentialData: undefined })
    const registration = await lie({ authenticatorData: without }, 'none')
    expect(attestedAuthData(registration)).toHaveLength(37)
    await expect(judgeRegistration(registration)).rejects.toThrow(/outside the bounds/)
    const consistent: Part = (truth) => ({ ...truth, flags: truth.flags & ~0x40, attestedCredentialData: undefined })
    const second = await lie({ authenticatorData: consistent }, 'none')
    await expect(judgeRegistration(second)).rejects.toThrow(/No credential ID was provided/)
  })

  test('whole authenticator data', async () => {
    expect(attestedAuthData(await lie({ authenticatorData: () => new Uint8Array([5]) }))).toEqual(Uint8Array.of(5))
  })

  test('the self attestation is genuine over the lie', async () => {
    const moved = await lie({ clientData: (truth) => ({ ...truth, origin: 'https://evil.example' }) })
    await expect(judgeRegistration(moved)).rejects.toThrow(/Unexpected registration response origin/)
    const there = judgeRegistration(moved, { expectedOrigin: 'https://evil.example' })
    await expect(there).resolves.toMatchObject({ verified: true })
    const counted = await lie({ authenticatorData: (truth) => ({ ...truth, signCount: 258 }) })
    await expect(judgeRegistration(counted)).resolves.toMatchObject({
      verified: true,
      registrationInfo: { credential: { counter: 258 } },
    })
  })

  test('the authenticator goes on with the honest credential', async () => {
    const authenticator = authenticatorLike('none')
    const authenticatorData: Part = (truth) => ({ ...truth, signCount: 9 })
    const credential = await acceptedCredential(
      await authenticator.create(creationOptions(), { tamper: { authenticatorData } }),
    )
    expect(authenticator.credentials).toMatchObject([{ id: honest.id, signCount: 0 }])
    const answer = await authenticator.get(requestOptions())
    await expect(judgeAuthentication(answer, { ...credential, counter: 0 })).resolves.toMatchObject({ verified: true })
  })
})

describe('a lie about the signature of a self attestation', () => {
  test.each<[string, () => Promise<RegistrationTamper>]>([
    [
      'another key',
      async () => {
        const key = await createSigningKey(-7, repeatableBytes(8))
        return { signingKey: () => key }
      },
    ],
    ['other bytes', async () => ({ signature: (truth) => truth.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) })],
    ['client data after signing', async () => ({ afterSigning: { clientData: (truth) => ({ ...truth, more: 1 }) } })],
    [
      'authenticator data after signing',
      async () => ({
        afterSigning: { authenticatorData: (truth) => ({ ...truth, signCount: 3 }) },
      }),
    ],
  ])('%s does not hold, and all else does', async (_what, tamper) => {
    const registration = await lie(await tamper())
    await expect(judgeRegistration(registration)).resolves.toMatchObject({ verified: false })
    const statement = attestationObjectOf(registration).get('attStmt')
    expect(statement instanceof Map ? statement.get('alg') : undefined).toBe(-7)
  })

  test('without an attestation is a TypeError, not a lie without effect', async () => {
    const key = await createSigningKey(-7)
    await expect(lie({ signature: (truth) => truth }, 'none')).rejects.toThrow(TypeError)
    await expect(lie({ signingKey: () => key }, 'none')).rejects.toThrow(TypeError)
  })
})

describe('a lie in the attestation object', () => {
  const authDataHex = hexOf(attestedAuthData(honest))
  test('format and statement, with what it takes to make any statement genuine', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const registration = await lie({
      attestation: ({ authData }, clientDataHash) => ({
        fmt: 'own-format',
        attStmt: new Map([['sig', sign(null, Buffer.concat([authData, clientDataHash]), privateKey)]]),
        authData,
      }),
    })
    const object = attestationObjectOf(registration)
    expect([...object.keys()]).toEqual(['fmt', 'attStmt', 'authData'])
    expect(object.get('fmt')).toBe('own-format')
    const statement = object.get('attStmt')
    const signature: unknown = statement instanceof Map ? statement.get('sig') : undefined
    const hash = createHash('sha256').update(bytesOf(registration.response.clientDataJSON)).digest()
    const signedBytes = Buffer.concat([attestedAuthData(registration), hash])
    expect(verify(null, signedBytes, publicKey, Buffer.from(signature instanceof Uint8Array ? signature : []))).toBe(
      true,
    )
    await expect(judgeRegistration(registration)).rejects.toThrow(/Unsupported Attestation Format: own-format/)
  })

  test('a statement where none may be', async () => {
    const registration = await lie({ attestation: (truth) => ({ ...truth, attStmt: new Map([['x', 1]]) }) }, 'none')
    await expect(judgeRegistration(registration)).rejects.toThrow(/None attestation had unexpected/)
  })

  test.each<[string, RegistrationTamper['attestation'] & object, string]>([
    [
      'members of other types',
      (truth) => ({ fmt: 1, attStmt: [], authData: truth.authData }),
      `a363666d74016761747453746d748068617574684461746158a4${authDataHex}`,
    ],
    [
      'members in another order, and one more',
      (truth) =>
        new Map<unknown, unknown>([
          ['authData', truth.authData],
          [1, null],
        ]),
      `a268617574684461746158a4${authDataHex}01f6`,
    ],
    ['bytes', () => new Uint8Array([0xbf, 0xff]), 'bfff'],
  ])('%s', async (_what, attestation, hex) => {
    const { response } = await lie({ attestation })
    expect(hexOf(bytesOf(response.attestationObject))).toBe(hex)
  })
})

test.each<[string, RegistrationTamper['envelope'] & object, unknown]>([
  ['id', (truth) => ({ ...truth, id: 'AAAA' }), { ...honest, id: 'AAAA' }],
  ['type', (truth) => ({ ...truth, type: 'password' }), { ...honest, type: 'password' }],
  [
    'a copy beside the attestation object',
    (truth) => ({ ...truth, response: { ...truth.response, publicKeyAlgorithm: -8 } }),
    { ...honest, response: { ...honest.response, publicKeyAlgorithm: -8 } },
  ],
  ['all of it', () => null, null],
])('a lie in the envelope replaces the finished JSON: %s', async (_what, envelope, expected) => {
  expect(await lie({ envelope })).toEqual(expected)
})

test('hooks that tell the truth change nothing', async () => {
  const registration = await lie({
    clientData: (truth) => truth,
    authenticatorData: (truth) => truth,
    signingKey: (truth) => truth,
    signature: (truth) => truth,
    attestation: (truth) => truth,
    afterSigning: { clientData: (truth) => truth, authenticatorData: (truth) => truth },
    envelope: (truth) => truth,
  })
  expect(registration).toEqual(honest)
})
