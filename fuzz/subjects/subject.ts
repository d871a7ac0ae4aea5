import type { StoredCredential } from '@latchkey/core/webauthn'
import type { Authenticator, ClientCreationOptions, ClientRequestOptions } from '@latchkey/testing'

export const origin = 'https://app.example.com'
export const rpId = 'example.com'
export const challenge = Buffer.from('a challenge of thirty-two bytes.').toString('base64url')

/** One kind of honest authenticator, whose ceremonies are mutated. */
export interface Subject {
  readonly name: string
  readonly algorithm: number
  /** Whether its registrations are signed. */
  readonly attested: boolean
  /** Whether its attestation is certified. */
  readonly certified: boolean
  /** The certificate that its statements are verified against, DER. */
  readonly trustAnchor: Uint8Array
  /** Creates new credentials that are not used to sign in. */
  readonly registering: Authenticator
  /** Holds the credential that is used to sign in. */
  readonly signing: Authenticator
  readonly credential: StoredCredential
}

export function creationOptions(algorithm: number): ClientCreationOptions {
  return {
    rp: { id: rpId, name: 'Example' },
    user: { id: Buffer.from('a user handle').toString('base64url'), name: 'alice', displayName: 'Alice' },
    challenge,
    pubKeyCredParams: [{ type: 'public-key', alg: algorithm }],
    authenticatorSelection: { residentKey: 'required' },
    extensions: { credProps: true },
  }
}

export const requestOptions: ClientRequestOptions = { challenge, rpId }
