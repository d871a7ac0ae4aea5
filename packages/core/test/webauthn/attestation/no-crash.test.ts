import { PasskeyError, verifyRegistration } from '@latchkey/core/webauthn'
import { createAuthenticator } from '@latchkey/testing'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { creationOptions, origin } from '../verify/ceremony.js'
import { authority, certifiedKinds, expectedAttested } from './attested.js'

/** Where the signed authenticator data begins, near enough: before it stands the statement. */
const statementBytes = (object: Buffer) => object.lastIndexOf('authData')

const mutation = fc.record({
  at: fc.nat({ max: 100_000 }),
  byte: fc.integer({ min: 1, max: 255 }),
  again: fc.option(fc.nat({ max: 100_000 })),
})

describe.each([...certifiedKinds, 'compound'] as const)('hostile bytes in %s', (attestation) => {
  test('a statement in which anything has changed is refused with a code, or nothing that counts has changed', async () => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7], attestation, authority })
    const honest = await authenticator.create(creationOptions)
    const object = Buffer.from(honest.response.attestationObject, 'base64url')
    const property = fc.asyncProperty(mutation, async ({ at, byte, again }) => {
      const changed = Buffer.from(object)
      for (const place of [at, ...(again === null ? [] : [again])]) {
        const index = place % statementBytes(object)
        changed[index] = (changed[index] ?? 0) ^ byte
      }
      const attestationObject = changed.toString('base64url')
      const response = { ...honest, response: { ...honest.response, attestationObject } }
      const outcome = await verifyRegistration({ response, expected: expectedAttested }).catch((error) => error)
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(PasskeyError)
      else expect(outcome.attestation.trusted).toBe(true)
    })
    await fc.assert(property, { numRuns: 150 })
  })
})
