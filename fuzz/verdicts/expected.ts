import type { ExpectedAssertion, ExpectedRegistration } from '@latchkey/core/webauthn'
import { challenge, origin, rpId, type Subject } from '../subjects/subject.js'

/** The request that both libraries receive. */
export const expectedAssertion: ExpectedAssertion = {
  challenge,
  origins: [origin],
  rpId,
  userVerification: 'required',
}

/** A statement was asked for, and one with certificates has to lead to the anchor. */
export function expectedRegistration({
  algorithm,
  trustAnchor,
}: Pick<Subject, 'algorithm' | 'trustAnchor'>): ExpectedRegistration {
  return { ...expectedAssertion, algorithms: [algorithm], attestation: 'direct', trustAnchors: [trustAnchor] }
}
