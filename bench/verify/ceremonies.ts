import { createPublicKey, verify } from 'node:crypto'
import {
  type ExpectedAssertion,
  type ExpectedRegistration,
  rememberKeys,
  verifyAssertion,
  verifyRegistration,
} from '@latchkey/core/webauthn'
import { type AttestationKind, createAuthenticator } from '@latchkey/testing'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@latchkey/wire'
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'

/** An action to repeat. */
export type Action = () => unknown

/** The ways to verify one response. */
export interface AssertionActions {
  /** `crypto.verify` with an imported key and the bytes: the minimum of any verification. */
  readonly bare: Action
  readonly remembered: Action
  readonly imported: Action
  readonly other: Action
}

/** The ways to verify one registration. */
export interface RegistrationActions {
  readonly ours: Action
  readonly other: Action
}

const origin = 'https://app.example.com'
const rpId = 'example.com'
const challenge = Buffer.alloc(32, 1).toString('base64url')
const user = { id: Buffer.alloc(32, 2).toString('base64url'), name: 'alice@example.com', displayName: 'Alice' }

async function makeCredential(algorithm: number, attestation: AttestationKind) {
  const authenticator = createAuthenticator({ origin, algorithms: [algorithm], attestation })
  const registered = await authenticator.create({
    rp: { id: rpId, name: 'Example' },
    user,
    challenge,
    pubKeyCredParams: [{ type: 'public-key', alg: algorithm }],
    authenticatorSelection: { residentKey: 'required' },
    extensions: { credProps: true },
  })
  const expected: ExpectedRegistration = {
    challenge,
    origins: [origin],
    rpId,
    userVerification: 'required',
    algorithms: [algorithm],
  }
  return { authenticator, registered, expected }
}

/** A registration with this algorithm and attestation. Both start from the text of the body. */
export async function registrationActions(
  algorithm: number,
  attestation: AttestationKind,
): Promise<RegistrationActions> {
  const { registered, expected } = await makeCredential(algorithm, attestation)
  const body = JSON.stringify(registered)
  return {
    ours: () => verifyRegistration({ response: JSON.parse(body), expected }),
    other: () => judgeRegistration(JSON.parse(body), algorithm),
  }
}

/** An answer with this algorithm. All but the bare check start from the text of the body. */
export async function assertionActions(algorithm: number, hash: string | null): Promise<AssertionActions> {
  const { authenticator, registered, expected: asked } = await makeCredential(algorithm, 'none')
  const { credential } = await verifyRegistration({ response: registered, expected: asked })
  const theirs = (await judgeRegistration(JSON.parse(JSON.stringify(registered)), algorithm)).registrationInfo
    ?.credential
  const response = await authenticator.get({ challenge, rpId })
  if (!theirs) throw new Error('The other library refuses the registration.')
  const expected: ExpectedAssertion = { challenge, origins: [origin], rpId, userVerification: 'required' }
  const keys = rememberKeys()
  const body = JSON.stringify(response)
  return {
    bare: await bareCheck(registered, response, hash),
    remembered: () => verifyAssertion({ response: JSON.parse(body), expected, credential, keys }),
    imported: () => verifyAssertion({ response: JSON.parse(body), expected, credential }),
    other: () =>
      verifyAuthenticationResponse({
        response: JSON.parse(body),
        expectedChallenge: challenge,
        expectedOrigin: origin,
        expectedRPID: rpId,
        requireUserVerification: true,
        credential: theirs,
      }),
  }
}

/** The output of `JSON.parse`. */
function judgeRegistration(response: Parameters<typeof verifyRegistrationResponse>[0]['response'], algorithm: number) {
  return verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: [algorithm],
  })
}

async function bareCheck(
  { response: registered }: RegistrationResponseJSON,
  { response }: AuthenticationResponseJSON,
  hash: string | null,
): Promise<Action> {
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  const key = createPublicKey({ key: bytes(registered.publicKey ?? ''), format: 'der', type: 'spki' })
  const clientDataHash = await crypto.subtle.digest('SHA-256', bytes(response.clientDataJSON))
  const signed = Buffer.concat([bytes(response.authenticatorData), Buffer.from(clientDataHash)])
  const signature = bytes(response.signature)
  return () => verify(hash, signed, key, signature)
}
