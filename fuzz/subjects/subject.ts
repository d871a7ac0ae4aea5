import type { StoredCredential } from '@latchkey/core/webauthn'
import type { Authenticator, ClientCreationOptions, ClientRequestOptions } from '@latchkey/testing'

export const origin = 'https://app.example.com'
export const rpId = 'example.com'
export const challenge = Buffer.from('a challenge of thirty-two bytes.').toString('base64url')

/** One kind of honest authenticator: whose ceremonies are mutated. */
export interface Subject {
  readonly name: string
  readonly algorithm: number
  /** Whether its registrations are signed. */
  readonly attested: boolean
  /** Whether somebody with certificates vouches for it there. */
  readonly certified: boolean
  /** The certificate that its statements lead to, DER. */
  readonly trustAnchor: Uint8Array
  /** Makes new credentials that nobody signs in with. */
  readonly registering: Authenticator
  /** Holds the one credential that is signed in with. */
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
