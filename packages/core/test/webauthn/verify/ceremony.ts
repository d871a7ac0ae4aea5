import { type ExpectedAssertion, type ExpectedRegistration, verifyRegistration } from '@latchkey/core/webauthn'
import { type AuthenticatorOptions, createAuthenticator, type GetArguments } from '@latchkey/testing'

export const origin = 'https://app.example.com'
const rpId = 'example.com'
export const challenge = Buffer.from('a challenge of thirty-two bytes.').toString('base64url')

export const expectedRegistration: ExpectedRegistration = {
  challenge,
  origins: [origin],
  rpId,
  userVerification: 'required',
  algorithms: [-7, -8, -257],
}

export const expectedAssertion: ExpectedAssertion = { challenge, origins: [origin], rpId, userVerification: 'required' }

export const creationOptions = {
  rp: { id: rpId, name: 'Example' },
  user: { id: Buffer.from('a user handle').toString('base64url'), name: 'alice', displayName: 'Alice' },
  challenge,
  pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key' as const, alg })),
  authenticatorSelection: { residentKey: 'required' as const },
  extensions: { credProps: true as const },
}

const requestOptions = { challenge, rpId }

/** A credential that was honestly registered, and an honest answer of it but for the lies. */
export async function answered(how: GetArguments = {}, options: Partial<AuthenticatorOptions> = {}) {
  const authenticator = createAuthenticator({ origin, algorithms: [-7], ...options })
  const registered = await authenticator.create(creationOptions)
  const { credential } = await verifyRegistration({ response: registered, expected: expectedRegistration })
  const response = await authenticator.get(requestOptions, how)
  return { credential: { ...credential, userHandle: creationOptions.user.id }, response, registered }
}
