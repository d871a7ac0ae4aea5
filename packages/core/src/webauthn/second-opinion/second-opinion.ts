import { encodeBase64url } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'
import { parseAttestationObject } from '../parse/attestation-object.js'
import { parseRegistrationResponse } from '../parse/registration-response.js'
import type { Assertion, VerifyAssertionInput } from '../verify/verify-assertion.js'
import type { Registration, VerifyRegistrationInput } from '../verify/verify-registration.js'
import { bareAttestationObject } from './bare-attestation-object.js'
import { loadSimpleWebAuthn, type SimpleWebAuthn } from './load-simple-webauthn.js'

type RegistrationResponse = Parameters<SimpleWebAuthn['verifyRegistrationResponse']>[0]['response']
type AuthenticationResponse = Parameters<SimpleWebAuthn['verifyAuthenticationResponse']>[0]['response']

/**
 * Another library comes to the same result: it accepts what we have accepted, and reads the same values from it.
 *
 * It is not asked about statements with certificates, which it would judge by its own clock, its own trust anchors and
 * lists of revocations from the network: of those it gets the authenticator data alone.
 *
 * @throws {PasskeyError} `second_opinion_differs`
 * @throws {TypeError} where `@simplewebauthn/server` is not installed.
 */
export async function agreeOnRegistration(input: VerifyRegistrationInput, ours: Registration): Promise<void> {
  const library = await loadSimpleWebAuthn()
  const { expected } = input
  const answer = await reasoned(() =>
    library.verifyRegistrationResponse({
      response: withoutCertificates(input.response),
      expectedChallenge: expected.challenge,
      expectedOrigin: [...expected.origins],
      expectedRPID: expected.rpId,
      requireUserPresence: expected.mediation !== 'conditional',
      requireUserVerification: mustBeVerified(expected),
      supportedAlgorithmIDs: [...expected.algorithms],
    }),
  )
  if (!answer.verified) throw differs(refused)
  const { credential, ...theirs } = answer.registrationInfo
  const { id, publicKey, signCount, aaguid, ...flags } = ours.credential
  compareFlags(flags, theirs)
  compare('id', id, credential.id)
  compare('publicKey', encodeBase64url(publicKey), encodeBase64url(credential.publicKey))
  compare('signCount', signCount, credential.counter)
  compare('aaguid', aaguid, theirs.aaguid)
}

/**
 * Another library comes to the same result about an assertion. The sign count is for the policy to judge: here it is
 * only read.
 *
 * @throws {PasskeyError} `second_opinion_differs`
 * @throws {TypeError} where `@simplewebauthn/server` is not installed.
 */
export async function agreeOnAssertion(input: VerifyAssertionInput, ours: Assertion): Promise<void> {
  const library = await loadSimpleWebAuthn()
  const { expected, credential } = input
  const response = input.response as AuthenticationResponse
  const usedAppId = expected.appId !== undefined && response.clientExtensionResults?.appid === true
  const answer = await reasoned(() =>
    library.verifyAuthenticationResponse({
      response,
      expectedChallenge: expected.challenge,
      expectedOrigin: [...expected.origins],
      expectedTopOrigin: [...(expected.topOrigins ?? [])],
      expectedRPID: usedAppId ? (expected.appId ?? expected.rpId) : expected.rpId,
      requireUserVerification: mustBeVerified(expected),
      credential: { id: credential.id, publicKey: credential.publicKey.slice(), counter: 0 },
    }),
  )
  if (!answer.verified) throw differs(refused)
  const theirs = answer.authenticationInfo
  compareFlags(ours, theirs)
  compare('id', ours.credentialId, theirs.credentialID)
  compare('signCount', ours.signCount, theirs.newCounter)
  compare('origin', ours.origin, theirs.origin)
}

const mustBeVerified = ({ userVerification }: { readonly userVerification: string }) =>
  userVerification !== 'preferred' && userVerification !== 'discouraged'

/** What we have accepted is the JSON of a registration; it stays as it came but for a statement with certificates. */
function withoutCertificates(value: unknown): RegistrationResponse {
  const response = value as RegistrationResponse
  const object = parseAttestationObject(parseRegistrationResponse(value).attestationObject)
  const isSelf = object.format === 'packed' && object.statement instanceof Map && !object.statement.has('x5c')
  if (object.format === 'none' || isSelf) return response
  const attestationObject = encodeBase64url(bareAttestationObject(object.authenticatorData))
  return { ...response, response: { ...response.response, attestationObject } }
}

interface Flags {
  readonly userVerified: boolean
  readonly backupEligible: boolean
  readonly backedUp: boolean
}

interface TheirFlags {
  readonly userVerified: boolean
  readonly credentialDeviceType: 'singleDevice' | 'multiDevice'
  readonly credentialBackedUp: boolean
}

function compareFlags(ours: Flags, theirs: TheirFlags): void {
  compare('userVerified', ours.userVerified, theirs.userVerified)
  compare('backupEligible', ours.backupEligible, theirs.credentialDeviceType === 'multiDevice')
  compare('backedUp', ours.backedUp, theirs.credentialBackedUp)
}

function compare<Value>(name: string, ours: Value, theirs: Value): void {
  if (ours !== theirs) throw differs(`accepts it with another ${name}`)
}

const refused = 'refuses it'

/** Both reasons, for the log: that we accept, and what the other library does instead. */
function differs(theirs: string, cause?: unknown): PasskeyError {
  const reasons = `Latchkey accepts the response; @simplewebauthn/server ${theirs}.`
  return new PasskeyError('second_opinion_differs', { cause: new Error(reasons, { cause }) })
}

async function reasoned<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (cause) {
    throw differs(refused, cause)
  }
}
