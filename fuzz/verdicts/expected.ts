import type { ExpectedAssertion, ExpectedRegistration } from '@latchkey/core/webauthn'
import { challenge, origin, rpId } from '../subjects/subject.js'

/** What both libraries are told was asked. */
export const expectedAssertion: ExpectedAssertion = {
  challenge,
  origins: [origin],
  rpId,
  userVerification: 'required',
}

export function expectedRegistration(algorithm: number): ExpectedRegistration {
  return { ...expectedAssertion, algorithms: [algorithm] }
}
