import { verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import { createAuthenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { credentialAlgorithms } from '../../../src/algorithms.js'
import { creationOptions, expectedAssertion, expectedRegistration, origin } from './ceremony.js'

/** Some, or as many as `npm run test:signatures` asks for. */
const manySignatures = Number(process.env.LATCHKEY_SIGNATURES ?? 50)

/**
 * Of ECDSA about one in a hundred signatures has a number shorter than the others, and half have a high s; who reads
 * them carelessly refuses these. Each is of another challenge.
 */
describe(`${manySignatures} genuine answers of each algorithm: none is refused`, () => {
  test.each(credentialAlgorithms)('%i', { timeout: 60_000 + manySignatures * 100 }, async (algorithm) => {
    const authenticator = createAuthenticator({ origin, algorithms: [algorithm] })
    const pubKeyCredParams = [{ type: 'public-key', alg: algorithm }]
    const registered = await authenticator.create({ ...creationOptions, pubKeyCredParams })
    const expected = { ...expectedRegistration, algorithms: [algorithm] }
    const { credential } = await verifyRegistration({ response: registered, expected })
    let refused = 0
    for (let count = 0; count < manySignatures; count++) {
      const challenge = Buffer.from(`challenge number ${count}`).toString('base64url')
      const response = await authenticator.get({ challenge, rpId: expectedAssertion.rpId })
      const attempt = verifyAssertion({ response, expected: { ...expectedAssertion, challenge }, credential })
      refused += await attempt.then(
        () => 0,
        () => 1,
      )
    }
    expect(refused).toBe(0)
  })
})
