import { createPublicKey, verify } from 'node:crypto'
import { type AttestationKind, createAuthenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { creationOptions, origin, repeatableBytes, requestOptions } from './ceremony.js'
import { attestationObjectOf, attestedAuthData, bytesOf } from './decode.js'
import { acceptedCredential, judgeAuthentication, judgeRegistration } from './second-opinion.js'
import { sha256Of } from './sha256-of.js'

const known = { ES256: -7, EdDSA: -8, RS256: -257, ES384: -35, ES512: -36, PS256: -37 }
const kinds: AttestationKind[] = ['none', 'self']
const keepers = [
  { keeper: 'synced', synced: true, counts: false },
  { keeper: 'bound to the device and counting', synced: false, counts: true },
]
const cases = Object.entries(known).flatMap(([name, algorithm]) =>
  kinds.flatMap((attestation) =>
    keepers.flatMap((keeper) =>
      [true, false].map((userVerified) => ({ name, algorithm, attestation, userVerified, ...keeper })),
    ),
  ),
)

describe('what an honest authenticator says, another library accepts', () => {
  test.each(cases)(
    '$name, attestation $attestation, $keeper, UV $userVerified: a registration and ten sign-ins',
    async ({ algorithm, attestation, synced, counts, userVerified }) => {
      const authenticator = createAuthenticator({
        origin,
        algorithms: [algorithm],
        attestation,
        synced,
        counts,
        userVerified,
      })
      const params = [{ type: 'public-key', alg: algorithm }]
      const registration = await authenticator.create(creationOptions({ pubKeyCredParams: params }))
      const judged = await judgeRegistration(registration, { requireUserVerification: userVerified })
      expect(judged).toMatchObject({
        verified: true,
        registrationInfo: {
          fmt: attestation === 'self' ? 'packed' : 'none',
          userVerified,
          credentialDeviceType: synced ? 'multiDevice' : 'singleDevice',
          credentialBackedUp: synced,
          credential: { counter: counts ? 1 : 0, id: authenticator.credentials[0]?.id },
        },
      })
      const credential = await acceptedCredential(registration, { requireUserVerification: userVerified })
      for (let time = 1; time <= 10; time++) {
        const answer = await authenticator.get(requestOptions())
        const { verified, authenticationInfo } = await judgeAuthentication(answer, credential, {
          requireUserVerification: userVerified,
        })
        const expected = { newCounter: counts ? time + 1 : 0, userVerified, credentialBackedUp: synced }
        expect({ verified, ...authenticationInfo }).toMatchObject({ verified: true, ...expected })
        credential.counter = authenticationInfo.newCounter
      }
    },
  )

  test('200 ES256 signatures hold, short ones and both halves of s among them', async () => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7], randomBytes: repeatableBytes(1) })
    const credential = await acceptedCredential(await authenticator.create(creationOptions()))
    const lengths = new Set<number>()
    for (let number = 0; number < 200; number++) {
      const challenge = Buffer.from(`challenge-number-${number}`).toString('base64url')
      const answer = await authenticator.get(requestOptions({ challenge }))
      const { verified } = await judgeAuthentication(answer, credential, { expectedChallenge: challenge })
      expect(verified, `signature ${answer.response.signature}`).toBe(true)
      lengths.add(bytesOf(answer.response.signature).length)
    }
    // 72 bytes: both numbers need a leading zero, as a high s does. Below 70: one of them is shorter than 32 bytes.
    expect([...lengths].sort()).toEqual([69, 70, 71, 72])
  })
})

describe('algorithms that the other library does not know hold by the platform', () => {
  test.each([
    { name: 'ES256K', algorithm: -47, hash: 'sha256' },
    { name: 'Ed448', algorithm: -53, hash: null },
  ])('$name', async ({ algorithm, hash }) => {
    const authenticator = createAuthenticator({ origin, algorithms: [algorithm], attestation: 'self' })
    const params = [{ type: 'public-key', alg: algorithm }]
    const { response } = await authenticator.create(creationOptions({ pubKeyCredParams: params }))
    const key = createPublicKey({ key: Buffer.from(bytesOf(response.publicKey ?? '')), format: 'der', type: 'spki' })
    const answer = await authenticator.get(requestOptions())
    const signedBytes = Buffer.concat([
      bytesOf(answer.response.authenticatorData),
      sha256Of(bytesOf(answer.response.clientDataJSON)),
    ])
    expect(verify(hash, signedBytes, key, bytesOf(answer.response.signature))).toBe(true)
  })
})

describe('the copies beside the attestation object', () => {
  test.each([-7, -8, -257])('agree with it for algorithm %i', async (algorithm) => {
    const authenticator = createAuthenticator({ origin, algorithms: [algorithm], attestation: 'self' })
    const params = [{ type: 'public-key', alg: algorithm }]
    const registration = await authenticator.create(creationOptions({ pubKeyCredParams: params }))
    const { response } = registration
    const authData = attestedAuthData(registration)
    expect(bytesOf(response.authenticatorData ?? '')).toEqual(authData)
    expect(response.publicKeyAlgorithm).toBe(algorithm)
    const statement = attestationObjectOf(registration).get('attStmt')
    const signature = statement instanceof Map ? statement.get('sig') : undefined
    const key = createPublicKey({ key: Buffer.from(bytesOf(response.publicKey ?? '')), format: 'der', type: 'spki' })
    const signedBytes = Buffer.concat([authData, sha256Of(bytesOf(response.clientDataJSON))])
    expect(verify(algorithm === -8 ? null : 'sha256', signedBytes, key, signature)).toBe(true)
  })
})
