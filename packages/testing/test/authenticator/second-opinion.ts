import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@latchkey/wire'
import {
  type VerifyAuthenticationResponseOpts,
  type VerifyRegistrationResponseOpts,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { authenticationChallenge, origin, registrationChallenge, rpId } from './ceremony.js'

/** What another library makes of a registration, once it has travelled as JSON. */
export function judgeRegistration(
  response: RegistrationResponseJSON,
  changes: Partial<VerifyRegistrationResponseOpts> = {},
): ReturnType<typeof verifyRegistrationResponse> {
  return verifyRegistrationResponse({
    response: JSON.parse(JSON.stringify(response)),
    expectedChallenge: registrationChallenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    supportedAlgorithmIDs: [-7, -8, -257, -35, -36, -37],
    ...changes,
  })
}

/** What another library makes of an authentication, once it has travelled as JSON. */
export function judgeAuthentication(
  response: AuthenticationResponseJSON,
  credential: VerifyAuthenticationResponseOpts['credential'],
  changes: Partial<VerifyAuthenticationResponseOpts> = {},
): ReturnType<typeof verifyAuthenticationResponse> {
  return verifyAuthenticationResponse({
    response: JSON.parse(JSON.stringify(response)),
    expectedChallenge: authenticationChallenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    credential,
    ...changes,
  })
}

/** The credential that a registration is about, as the other library keeps it. */
export async function acceptedCredential(
  response: RegistrationResponseJSON,
  changes: Partial<VerifyRegistrationResponseOpts> = {},
): Promise<VerifyAuthenticationResponseOpts['credential']> {
  const { registrationInfo } = await judgeRegistration(response, changes)
  if (!registrationInfo) throw new Error('The second opinion refused the registration.')
  return registrationInfo.credential
}
