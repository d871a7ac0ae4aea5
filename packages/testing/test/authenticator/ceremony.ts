import type { ClientCreationOptions, ClientRequestOptions } from '@latchkey/testing'

export const origin = 'https://app.example.com'
export const rpId = 'example.com'
export const registrationChallenge = 'cmVnaXN0cmF0aW9uLWNoYWxsZW5nZS0wMDAwMDAwMDE'
export const authenticationChallenge = 'YXV0aGVudGljYXRpb24tY2hhbGxlbmdlLTAwMDAwMDE'
export const userHandle = 'YWxpY2UtdXNlci1oYW5kbGU'

/** Options of a registration that nothing is wrong with. */
export function creationOptions(changes: Partial<ClientCreationOptions> = {}): ClientCreationOptions {
  return {
    rp: { id: rpId, name: 'Example' },
    user: { id: userHandle, name: 'alice', displayName: 'Alice' },
    challenge: registrationChallenge,
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    timeout: 300_000,
    excludeCredentials: [],
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
    extensions: { credProps: true },
    ...changes,
  }
}

/** Options of an authentication that nothing is wrong with. */
export function requestOptions(changes: Partial<ClientRequestOptions> = {}): ClientRequestOptions {
  return {
    challenge: authenticationChallenge,
    rpId,
    timeout: 300_000,
    allowCredentials: [],
    userVerification: 'required',
    ...changes,
  }
}

/** Bytes that look random and are the same in every run. */
export function repeatableBytes(seed: number): (length: number) => Uint8Array {
  let state = seed
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return state >>> 24
    })
}
