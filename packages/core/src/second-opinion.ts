export { PasskeyError } from './errors.js'

import { agreeOnAssertion, agreeOnRegistration } from './webauthn/second-opinion/second-opinion.js'
import type { Verified } from './webauthn/verify/verified.js'
import {
  type Assertion,
  type VerifyAssertionInput,
  verifyAssertion as verifyAlone,
} from './webauthn/verify/verify-assertion.js'
import {
  type Registration,
  type VerifyRegistrationInput,
  verifyRegistration as verifyRegistrationAlone,
} from './webauthn/verify/verify-registration.js'

/**
 * The result of `verifyRegistration` of `@latchkey/core/webauthn`, if `@simplewebauthn/server` reaches the same one:
 * both accept, and both read the same credential id, key, sign count, model and flags. Only Latchkey verifies
 * statements with certificates. Takes a few times as long; loads the other library on the first call, and changes
 * none of its settings.
 *
 * ```ts
 * const { credential } = await verifyRegistration({ response, expected })
 * ```
 *
 * @throws {PasskeyError} with the code of Latchkey's first check that fails; `second_opinion_differs` if all of them
 *   pass and the other library refuses or reads something else: `cause` has both reasons.
 * @throws {TypeError} if `@simplewebauthn/server` is not installed.
 */
export async function verifyRegistration(input: VerifyRegistrationInput): Promise<Verified<Registration>> {
  const registration = await verifyRegistrationAlone(input)
  await agreeOnRegistration(input, registration)
  return registration
}

/**
 * The result of `verifyAssertion` of `@latchkey/core/webauthn`, if `@simplewebauthn/server` reaches the same one:
 * both accept, and both read the same sign count, origin and flags.
 *
 * ```ts
 * const { signCount } = await verifyAssertion({ response, expected, credential })
 * ```
 *
 * @throws {PasskeyError} with the code of Latchkey's first check that fails; `second_opinion_differs` if all of them
 *   pass and the other library refuses or reads something else: `cause` has both reasons.
 * @throws {TypeError} if `@simplewebauthn/server` is not installed.
 */
export async function verifyAssertion(input: VerifyAssertionInput): Promise<Verified<Assertion>> {
  const assertion = await verifyAlone(input)
  await agreeOnAssertion(input, assertion)
  return assertion
}
