import { createAuthenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import {
  authenticationChallenge,
  creationOptions,
  origin,
  registrationChallenge,
  repeatableBytes,
  requestOptions,
  rpId,
} from './ceremony.js'
import { attestedAuthData, bytesOf, clientDataText, hexOf, splitAuthenticatorData } from './decode.js'
import { sha256Of } from './sha256-of.js'

async function registrationWith(algorithm: number) {
  const aaguid = 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4'
  const authenticator = createAuthenticator({ origin, algorithms: [algorithm], aaguid })
  const params = [{ type: 'public-key', alg: algorithm }]
  return { authenticator, registration: await authenticator.create(creationOptions({ pubKeyCredParams: params })) }
}

/** The two coordinates at the end of an uncompressed point, which is how a SubjectPublicKeyInfo for P-256 ends. */
function coordinates(subjectPublicKeyInfo: Uint8Array): [string, string] {
  return [hexOf(subjectPublicKeyInfo.slice(-64, -32)), hexOf(subjectPublicKeyInfo.slice(-32))]
}

describe('bytes are those of canonical CTAP2 CBOR', () => {
  test('an ES256 key', async () => {
    const { authenticator, registration } = await registrationWith(-7)
    const [x, y] = coordinates(bytesOf(registration.response.publicKey ?? ''))
    // Map of five: 1 (kty) = 2, 3 (alg) = -7, -1 (crv) = 1, -2 (x) and -3 (y) = 32 bytes each.
    const written = `a5010203262001215820${x}225820${y}`
    expect(hexOf(authenticator.credentials[0]?.publicKey ?? new Uint8Array())).toBe(written)
    expect(splitAuthenticatorData(attestedAuthData(registration)).rest).toBe(written)
  })

  test('an Ed25519 key', async () => {
    const { registration } = await registrationWith(-8)
    const x = hexOf(bytesOf(registration.response.publicKey ?? '').slice(-32))
    // Map of four: 1 (kty) = 1, 3 (alg) = -8, -1 (crv) = 6, -2 (x) = 32 bytes.
    expect(splitAuthenticatorData(attestedAuthData(registration)).rest).toBe(`a4010103272006215820${x}`)
  })

  test('an RS256 key', async () => {
    const { registration } = await registrationWith(-257)
    const modulus = hexOf(bytesOf(registration.response.publicKey ?? '').slice(-261, -5))
    // Map of four: 1 (kty) = 3, 3 (alg) = -257, -1 (n) = 256 bytes, -2 (e) = 65537 in three bytes.
    const written = `a401030339010020590100${modulus}2143010001`
    expect(splitAuthenticatorData(attestedAuthData(registration)).rest).toBe(written)
    expect(parseInt(modulus.slice(0, 2), 16)).toBeGreaterThanOrEqual(0x80)
  })

  test('an attestation object of format none', async () => {
    const { registration } = await registrationWith(-7)
    const authData = attestedAuthData(registration)
    expect(authData.length).toBe(37 + 16 + 2 + 32 + 77)
    // Map of three: "fmt" = "none", "attStmt" = empty map, "authData" = 164 bytes.
    const head = 'a363666d74646e6f6e656761747453746d74a068617574684461746158a4'
    expect(hexOf(bytesOf(registration.response.attestationObject))).toBe(head + hexOf(authData))
  })

  test('the statement of format packed', async () => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7], attestation: 'self' })
    const { response } = await authenticator.create(creationOptions())
    // Map of three: "fmt" = "packed", "attStmt" = map of two: "alg" = -7, "sig" = 0x46 to 0x48 bytes that begin a DER sequence.
    const head = /^a363666d74667061636b65646761747453746d74a263616c67266373696758(4[5-8])30/
    expect(hexOf(bytesOf(response.attestationObject))).toMatch(head)
  })
})

describe('bytes are those of sections 5.8.1 and 6.1', () => {
  test('client data as browsers write it', async () => {
    const { authenticator, registration } = await registrationWith(-7)
    const tail = `"origin":"${origin}","crossOrigin":false}`
    expect(clientDataText(registration)).toBe(
      `{"type":"webauthn.create","challenge":"${registrationChallenge}",${tail}`,
    )
    const answer = await authenticator.get(requestOptions())
    expect(clientDataText(answer)).toBe(`{"type":"webauthn.get","challenge":"${authenticationChallenge}",${tail}`)
  })

  test('authenticator data of a registration', async () => {
    const { registration } = await registrationWith(-7)
    expect(splitAuthenticatorData(attestedAuthData(registration))).toMatchObject({
      rpIdHash: hexOf(sha256Of(rpId)),
      flags: 0b0101_1101,
      signCount: 0,
      aaguid: 'ea9b8d664d011d213ce4b6b48cb575d4',
      credentialIdLength: 32,
      credentialId: hexOf(bytesOf(registration.id)),
    })
  })

  test('authenticator data of an authentication', async () => {
    const { authenticator } = await registrationWith(-7)
    const { response } = await authenticator.get(requestOptions())
    expect(hexOf(bytesOf(response.authenticatorData))).toBe(`${hexOf(sha256Of(rpId))}1d00000000`)
  })
})

describe('the same random bytes give the same answers', () => {
  test.each([-7, -8, -35, -36, -47, -53])('algorithm %i', async (algorithm) => {
    const run = async (seed: number) => {
      const authenticator = createAuthenticator({ origin, attestation: 'self', randomBytes: repeatableBytes(seed) })
      const params = [{ type: 'public-key', alg: algorithm }]
      const registration = await authenticator.create(creationOptions({ pubKeyCredParams: params }))
      return [registration, await authenticator.get(requestOptions())]
    }
    expect(await run(1)).toEqual(await run(1))
    expect(await run(1)).not.toEqual(await run(2))
  })
})
