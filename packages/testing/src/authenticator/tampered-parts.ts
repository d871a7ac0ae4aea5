import { type AuthenticatorData, encodeAuthenticatorData } from './authenticator-data.js'
import { type ClientData, encodeClientData } from './client-data.js'
import { sha256 } from './sha256.js'
import type { SigningKey } from './signing-key.js'
import type { CeremonyTamper, SignedParts } from './tamper.js'

/** The two parts of a response that a signature covers, as bytes. */
interface EncodedParts {
  readonly clientDataJSON: Uint8Array
  readonly authenticatorData: Uint8Array
}

/** What is signed, and what is sent: the same, unless the lie comes after signing. */
export interface TamperedParts {
  readonly sent: EncodedParts
  readonly clientDataHash: Uint8Array
  /** The authenticator data followed by the hash of the client data. */
  readonly signedBytes: Uint8Array
}

interface HonestParts<Data extends AuthenticatorData> {
  readonly clientData: ClientData
  readonly authenticatorData: Data
}

/** The two parts as they are signed and as they are sent. */
export function tamperedParts<Data extends AuthenticatorData, Response>(
  honest: HonestParts<Data>,
  tamper: CeremonyTamper<Data, Response>,
): TamperedParts {
  const signed = encodeParts(honest, tamper)
  const clientDataHash = sha256(signed.clientDataJSON)
  const after = tamper.afterSigning ?? {}
  const late = encodeParts(honest, after)
  return {
    clientDataHash,
    signedBytes: Uint8Array.from(Buffer.concat([signed.authenticatorData, clientDataHash])),
    sent: {
      clientDataJSON: after.clientData ? late.clientDataJSON : signed.clientDataJSON,
      authenticatorData: after.authenticatorData ? late.authenticatorData : signed.authenticatorData,
    },
  }
}

function encodeParts<Data extends AuthenticatorData>(
  { clientData, authenticatorData }: HonestParts<Data>,
  lies: SignedParts<Data>,
): EncodedParts {
  return {
    clientDataJSON: encodeClientData(lies.clientData?.(clientData) ?? clientData),
    authenticatorData: encodeAuthenticatorData(lies.authenticatorData?.(authenticatorData) ?? authenticatorData),
  }
}

/** The key as it appears to the code that signs: its own public half, and the signatures that were asked for. */
export function tamperedKey<Data extends AuthenticatorData, Response>(
  key: SigningKey,
  { signingKey, signature }: CeremonyTamper<Data, Response>,
): SigningKey {
  const signer = signingKey?.(key) ?? key
  return {
    ...key,
    sign(bytes) {
      const honest = signer.sign(bytes)
      return signature?.(honest) ?? honest
    },
  }
}

/** A key that signs in place of the credential's: its signatures are tampered with in the same way. */
export function tamperedSignature<Key extends Pick<SigningKey, 'sign'>, Data extends AuthenticatorData, Response>(
  key: Key,
  { signature }: CeremonyTamper<Data, Response>,
): Key {
  return { ...key, sign: (bytes: Uint8Array) => signature?.(key.sign(bytes)) ?? key.sign(bytes) }
}

/** The response, or its replacement. */
export function tamperedEnvelope<Data extends AuthenticatorData, Response>(
  response: Response,
  { envelope }: CeremonyTamper<Data, Response>,
): Response {
  if (!envelope) return response
  // A lie has the type of what it replaces, so that tests can send it in place of the honest response.
  return envelope(response) as Response
}
