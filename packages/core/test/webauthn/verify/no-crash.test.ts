import { PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answered, expectedAssertion, expectedRegistration } from './ceremony.js'

/** Whatever comes in, the answer is a code or a success: nothing else is thrown. */
async function isAnswered(attempt: Promise<unknown>): Promise<void> {
  const error = await attempt.then(
    () => undefined,
    (it) => it,
  )
  if (error !== undefined) expect(error).toBeInstanceOf(PasskeyError)
}

/** One member of the response with some of its bytes changed, some cut off or some added. */
function mutated(text: string, { at, byte, cut }: { at: number; byte: number; cut: number }): string {
  const bytes = Buffer.from(text, 'base64url')
  const place = at % bytes.length
  bytes[place] = (bytes[place] ?? 0) ^ byte
  return bytes.subarray(0, bytes.length - (cut % bytes.length)).toString('base64url')
}

const mutation = fc.record({
  at: fc.nat({ max: 100_000 }),
  byte: fc.integer({ min: 0, max: 255 }),
  cut: fc.oneof(fc.constant(0), fc.nat({ max: 400 })),
})

describe('hostile bytes', () => {
  test('in a registration: a code or a success', async () => {
    const { registered } = await answered({}, { attestation: 'self' })
    const member = fc.constantFrom('clientDataJSON' as const, 'attestationObject' as const)
    const property = fc.asyncProperty(member, mutation, async (name, change) => {
      const value = mutated(registered.response[name], change)
      const response = { ...registered, response: { ...registered.response, [name]: value } }
      await isAnswered(verifyRegistration({ response, expected: expectedRegistration }))
    })
    await fc.assert(property, { numRuns: 2000 })
  })

  test('in an assertion: never a success when anything that is signed has changed', async () => {
    const { credential, response: honest } = await answered()
    const member = fc.constantFrom('clientDataJSON' as const, 'authenticatorData' as const, 'signature' as const)
    const property = fc.asyncProperty(member, mutation, async (name, change) => {
      const value = mutated(honest.response[name], change)
      const response = { ...honest, response: { ...honest.response, [name]: value } }
      const attempt = verifyAssertion({ response, expected: expectedAssertion, credential })
      await isAnswered(attempt)
      if (value !== honest.response[name]) await expect(attempt).rejects.toBeInstanceOf(PasskeyError)
    })
    await fc.assert(property, { numRuns: 2000 })
  })

  test('any JSON at all in place of a response', async () => {
    const { credential } = await answered()
    const property = fc.asyncProperty(fc.jsonValue(), async (response) => {
      await isAnswered(verifyRegistration({ response, expected: expectedRegistration }))
      await isAnswered(verifyAssertion({ response, expected: expectedAssertion, credential }))
    })
    await fc.assert(property, { numRuns: 500 })
  })

  test('any bytes as the stored key', async () => {
    const { credential, response } = await answered()
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (publicKey) => {
      await isAnswered(
        verifyAssertion({ response, expected: expectedAssertion, credential: { ...credential, publicKey } }),
      )
    })
    await fc.assert(property, { numRuns: 500 })
  })
})
