import type { Settings } from '../../config/settings.js'
import type { VerificationKeys } from '../verify/verification-keys.js'
import type { Verified } from '../verify/verified.js'
import {
  type Assertion,
  proveAssertion,
  type StoredCredential,
  type UnprovenAssertion,
} from '../verify/verify-assertion.js'
import { type Registration, type VerifyRegistrationInput, verifyRegistration } from '../verify/verify-registration.js'
import { agreeOnAssertion, agreeOnRegistration } from './second-opinion.js'

/** What verbs verify with: Latchkey's own checks, and a second opinion if your app has configured one. */
export interface Verifiers {
  /** @throws {PasskeyError} those of `verifyRegistration`; `second_opinion_differs` */
  registration(input: VerifyRegistrationInput): Promise<Verified<Registration>>
  /** @throws {PasskeyError} those of `verifyAssertion`; `second_opinion_differs` */
  assertion(input: AssertionToProve): Promise<Verified<Assertion>>
}

export interface AssertionToProve {
  readonly answer: UnprovenAssertion
  /** The JSON that the response was parsed from. */
  readonly response: unknown
  readonly credential: StoredCredential
}

export function createVerifiers({ secondOpinion }: Pick<Settings, 'secondOpinion'>, keys: VerificationKeys): Verifiers {
  return Object.freeze<Verifiers>({
    async registration(input) {
      const registration = await verifyRegistration(input)
      if (secondOpinion !== 'none') await agreeOnRegistration(input, registration)
      return registration
    },
    async assertion({ answer, response, credential }) {
      const assertion = await proveAssertion(answer, credential, keys)
      const { expected } = answer
      if (secondOpinion === 'all') await agreeOnAssertion({ response, expected, credential }, assertion)
      return assertion
    },
  })
}
