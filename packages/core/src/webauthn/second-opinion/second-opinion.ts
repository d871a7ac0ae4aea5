import { encodeBase64url } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'
import { parseAttestationObject } from '../parse/attestation-object.js'
import { parseRegistrationResponse } from '../parse/registration-response.js'
import type { Assertion, VerifyAssertionInput } from '../verify/verify-assertion.js'
import type { Registration, VerifyRegistrationInput } from '../verify/verify-registration.js'

type RegistrationResponse = Parameters<SimpleWebAuthn['verifyRegistrationResponse']>[0]['response']
type AuthenticationResponse = Parameters<SimpleWebAuthn['verifyAuthenticationResponse']>[0]['response']

/**
 * Another library reaches the same result: it accepts what Latchkey has accepted, and reads the same values from it.
 *
 * It does not see statements with certificates, which it would check with its own clock, its own trust anchors and
 * revocation lists from the network. It gets only their authenticator data.
 *
 * @throws {PasskeyError} `second_opinion_differs`
 * @throws {TypeError} if `@simplewebauthn/server` is not installed.
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
 * Another library reaches the same result about an assertion. The sign count is only read here; the policy decides
 * what it means.
 *
 * @throws {PasskeyError} `second_opinion_differs`
 * @throws {TypeError} if `@simplewebauthn/server` is not installed.
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

/** The JSON of an accepted registration, unchanged except for a statement with certificates. */
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

/** Both reasons, for the log: that Latchkey accepts it, and what the other library does instead. */
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

/** A map of three members: `fmt: "none"`, `attStmt: {}`, and `authData` as bytes with a four-byte length. */
const beginning = [
  [0xa3],
  [0x63, ...ascii('fmt'), 0x64, ...ascii('none')],
  [0x67, ...ascii('attStmt'), 0xa0],
  [0x68, ...ascii('authData'), 0x5a],
].flat()

/**
 * An attestation object with the same credential and no statement about its origin: format `none`, around the same
 * authenticator data.
 */
function bareAttestationObject(authenticatorData: Uint8Array): Uint8Array {
  const object = new Uint8Array(beginning.length + 4 + authenticatorData.length)
  object.set(beginning)
  new DataView(object.buffer).setUint32(beginning.length, authenticatorData.length)
  object.set(authenticatorData, beginning.length + 4)
  return object
}

function ascii(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0))
}

type SimpleWebAuthn = typeof import('@simplewebauthn/server')

/**
 * The other library, loaded at its first use: it takes longer to load than all of Latchkey.
 *
 * @throws {TypeError} if it is not installed.
 */
async function loadSimpleWebAuthn(): Promise<SimpleWebAuthn> {
  try {
    return await import('@simplewebauthn/server')
  } catch (cause) {
    throw new TypeError('A second opinion needs @simplewebauthn/server: npm install @simplewebauthn/server', { cause })
  }
}
