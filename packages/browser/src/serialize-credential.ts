import { bufferToBase64URLString as encode } from '@simplewebauthn/browser'

/** What a credential should say in `toJSON()`, read member by member from anything that looks like one. */
export function serializeCredential<Response>(looksLikeOne: Credential | null): Response {
  const credential = looksLikeOne as PublicKeyCredential
  const response = credential.response as AuthenticatorAttestationResponse | AuthenticatorAssertionResponse
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: 'public-key',
    ...(credential.authenticatorAttachment && { authenticatorAttachment: credential.authenticatorAttachment }),
    response: 'attestationObject' in response ? registration(response) : assertion(response),
    clientExtensionResults: { ...credential.getClientExtensionResults?.() },
  } as Response
}

/** All that a server needs to know of a new credential is in the attestation object. */
function registration(response: AuthenticatorAttestationResponse) {
  return {
    clientDataJSON: encode(response.clientDataJSON),
    attestationObject: encode(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  }
}

function assertion(response: AuthenticatorAssertionResponse) {
  return {
    clientDataJSON: encode(response.clientDataJSON),
    authenticatorData: encode(response.authenticatorData),
    signature: encode(response.signature),
    ...(response.userHandle && { userHandle: encode(response.userHandle) }),
  }
}
