import type { AuthenticationResponseJSON } from '@latchkey/wire'
import type { GetArguments } from './authenticator.js'
import type { AuthenticatorData } from './authenticator-data.js'
import { fromBase64url, toBase64url } from './base64url.js'
import type { ClientRequestOptions } from './client-options.js'
import type { CredentialMap, HeldCredential } from './credential-map.js'
import { flagsByte } from './flags-byte.js'
import { effectiveRpId } from './relying-party-id.js'
import type { Settings } from './settings.js'
import { sha256 } from './sha256.js'
import type { AuthenticationTamper } from './tamper.js'
import { tamperedEnvelope, tamperedKey, tamperedParts } from './tampered-parts.js'

/** One authentication: its authenticator, and its options. */
export interface GetAssertionInput {
  readonly settings: Settings
  readonly credentials: CredentialMap
  readonly options: ClientRequestOptions
  readonly how: GetArguments
}

/** Signs with the newest credential that fits. */
export function getAssertion(input: GetAssertionInput): AuthenticationResponseJSON {
  const { settings, credentials, options, how } = input
  const rpId = effectiveRpId(settings.origin, options.rpId)
  const challenge = toBase64url(fromBase64url(options.challenge))
  const allowed = (options.allowCredentials ?? []).map(({ id }) => toBase64url(fromBase64url(id)))
  const credential = allowed.length > 0 ? credentials.findOneOf(rpId, allowed) : credentials.findDiscoverable(rpId)
  if (!credential) throw new DOMException('The authenticator holds no credential that fits.', 'NotAllowedError')
  const signCount = settings.counts ? credentials.countUp(credential.id) : credential.signCount
  const response = authenticationResponse({
    settings,
    challenge,
    credential,
    authenticatorData: assertionAuthenticatorData(settings, { ...credential, signCount }, how),
    tamper: how.tamper ?? {},
  })
  return tamperedEnvelope(response, how.tamper ?? {})
}

function assertionAuthenticatorData(
  settings: Settings,
  { rpId, signCount }: HeldCredential,
  { userVerified = settings.userVerified }: GetArguments,
): AuthenticatorData {
  const flags = flagsByte({ userPresent: true, userVerified, synced: settings.synced })
  return { rpIdHash: sha256(rpId), flags, signCount }
}

interface AnswerInput {
  readonly settings: Settings
  readonly challenge: string
  readonly credential: HeldCredential
  readonly authenticatorData: AuthenticatorData
  readonly tamper: AuthenticationTamper
}

function authenticationResponse(input: AnswerInput): AuthenticationResponseJSON {
  const { settings, challenge, credential, authenticatorData, tamper } = input
  const { id, key, userHandle, discoverable } = credential
  const clientData = { type: 'webauthn.get', challenge, origin: settings.origin, crossOrigin: false } as const
  const { sent, signedBytes } = tamperedParts({ clientData, authenticatorData }, tamper)
  return {
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: settings.attachment,
    response: {
      clientDataJSON: toBase64url(sent.clientDataJSON),
      authenticatorData: toBase64url(sent.authenticatorData),
      signature: toBase64url(tamperedKey(key, tamper).sign(signedBytes)),
      ...(discoverable ? { userHandle } : {}),
    },
    clientExtensionResults: {},
  }
}
