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
 * What `verifyRegistration` of `@latchkey/core/webauthn` says, where `@simplewebauthn/server` says the same: both accept,
 * and both read the same credential id, key, sign count, model and flags. Statements with certificates are judged by us
 * alone. Takes a few times as long; loads the other library on the first call, and changes none of its settings.
 *
 * ```ts
 * const { credential } = await verifyRegistration({ response, expected })
 * ```
 *
 * @throws {PasskeyError} with the code of our first check that does not hold; `second_opinion_differs` where all of them
 *   hold and the other library refuses or reads something else: `cause` names both reasons.
 * @throws {TypeError} where `@simplewebauthn/server` is not installed.
 */
export async function verifyRegistration(input: VerifyRegistrationInput): Promise<Verified<Registration>> {
  const registration = await verifyRegistrationAlone(input)
  await agreeOnRegistration(input, registration)
  return registration
}

/**
 * What `verifyAssertion` of `@latchkey/core/webauthn` says, where `@simplewebauthn/server` says the same: both accept,
 * and both read the same sign count, origin and flags.
 *
 * ```ts
 * const { signCount } = await verifyAssertion({ response, expected, credential })
 * ```
 *
 * @throws {PasskeyError} with the code of our first check that does not hold; `second_opinion_differs` where all of them
 *   hold and the other library refuses or reads something else: `cause` names both reasons.
 * @throws {TypeError} where `@simplewebauthn/server` is not installed.
 */
export async function verifyAssertion(input: VerifyAssertionInput): Promise<Verified<Assertion>> {
  const assertion = await verifyAlone(input)
  await agreeOnAssertion(input, assertion)
  return assertion
}
