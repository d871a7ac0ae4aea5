import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@latchkey/wire'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/** The bytes of a base64url text. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'base64url'))
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** The client data of an answer, as text. */
export function clientDataText({ response }: RegistrationResponseJSON | AuthenticationResponseJSON): string {
  return Buffer.from(response.clientDataJSON, 'base64url').toString('utf8')
}

/** The attestation object, decoded by another library than the one that wrote it. */
export function attestationObjectOf({ response }: RegistrationResponseJSON): Map<string, unknown> {
  return isoCBOR.decodeFirst<Map<string, unknown>>(bytesOf(response.attestationObject))
}

/** The authenticator data inside the attestation object. */
export function attestedAuthData(registration: RegistrationResponseJSON): Uint8Array<ArrayBuffer> {
  const authData = attestationObjectOf(registration).get('authData')
  if (!(authData instanceof Uint8Array)) throw new TypeError('authData is not a byte string')
  return Uint8Array.from(authData)
}

/** Authenticator data taken apart by offsets alone. What follows the credential id is left in one piece. */
export function splitAuthenticatorData(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const hasCredential = bytes.length >= 55
  const idLength = hasCredential ? view.getUint16(53) : 0
  return {
    rpIdHash: hexOf(bytes.slice(0, 32)),
    flags: view.getUint8(32),
    signCount: view.getUint32(33),
    aaguid: hexOf(bytes.slice(37, 53)),
    credentialIdLength: idLength,
    credentialId: hexOf(bytes.slice(55, 55 + idLength)),
    rest: hexOf(hasCredential ? bytes.slice(55 + idLength) : bytes.slice(37)),
  }
}
