import { PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import type { FuzzCase } from '../mutations/fuzz-case.js'
import { expectedAssertion, expectedRegistration } from './expected.js'
import { accepted, refused, type Verdict } from './verdict.js'

/**
 * What we make of a case. A sign count that went back counts as refused, as the other library has it.
 *
 * @throws whatever we throw that is no PasskeyError: that is never right.
 */
export async function ourVerdict({ subject, ceremony, response }: FuzzCase): Promise<Verdict> {
  try {
    if (ceremony === 'registration') {
      await verifyRegistration({ response, expected: expectedRegistration(subject) })
      return accepted
    }
    const { credential } = subject
    const { signCountVerdict } = await verifyAssertion({ response, expected: expectedAssertion, credential })
    return signCountVerdict === 'regressed' ? refused('sign_count_regression') : accepted
  } catch (error) {
    if (error instanceof PasskeyError) return refused(error.code)
    throw error
  }
}
