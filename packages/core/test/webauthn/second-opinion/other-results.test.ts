import { verifyAssertion, verifyRegistration } from '@latchkey/core/second-opinion'
import type * as simplewebauthn from '@simplewebauthn/server'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { answered, expectedAssertion, expectedRegistration } from '../verify/ceremony.js'

type Library = typeof simplewebauthn
type RegistrationAnswer = Awaited<ReturnType<Library['verifyRegistrationResponse']>>
type AssertionAnswer = Awaited<ReturnType<Library['verifyAuthenticationResponse']>>

/** What is done to the other library's answers; nothing in between tests. */
const altered = vi.hoisted(() => ({
  registration: (answer: unknown) => answer,
  assertion: (answer: unknown) => answer,
}))
const honest = { ...altered }

vi.mock('@simplewebauthn/server', async (importOriginal) => {
  const library = await importOriginal<Library>()
  return {
    ...library,
    verifyRegistrationResponse: async (...input: Parameters<Library['verifyRegistrationResponse']>) =>
      altered.registration(await library.verifyRegistrationResponse(...input)),
    verifyAuthenticationResponse: async (...input: Parameters<Library['verifyAuthenticationResponse']>) =>
      altered.assertion(await library.verifyAuthenticationResponse(...input)),
  }
})

afterEach(() => Object.assign(altered, honest))

type Info = NonNullable<RegistrationAnswer['registrationInfo']>

const registrations: readonly (readonly [name: string, change: (info: Info) => Partial<Info>])[] = [
  ['id', ({ credential }) => ({ credential: { ...credential, id: 'AAAA' } })],
  ['publicKey', ({ credential }) => ({ credential: { ...credential, publicKey: Uint8Array.of(1) } })],
  ['signCount', ({ credential }) => ({ credential: { ...credential, counter: 7 } })],
  ['aaguid', () => ({ aaguid: 'adce0002-35bc-c60a-648b-0b25f1f05503' })],
  ['userVerified', () => ({ userVerified: false })],
  ['backupEligible', () => ({ credentialDeviceType: 'singleDevice' })],
  ['backedUp', () => ({ credentialBackedUp: false })],
]

const assertions: readonly (readonly [name: string, change: Partial<AssertionAnswer['authenticationInfo']>])[] = [
  ['id', { credentialID: 'AAAA' }],
  ['signCount', { newCounter: 7 }],
  ['origin', { origin: 'https://other.example' }],
  ['userVerified', { userVerified: false }],
  ['backupEligible', { credentialDeviceType: 'singleDevice' }],
  ['backedUp', { credentialBackedUp: false }],
]

const differs = (reason: string) => ({
  code: 'second_opinion_differs',
  cause: { message: `Latchkey accepts the response; @simplewebauthn/server ${reason}.` },
})

describe('the other library comes to another result', () => {
  test.each(registrations)('a registration with another %s: second_opinion_differs', async (name, change) => {
    altered.registration = (answer) => {
      const { verified, registrationInfo } = answer as RegistrationAnswer
      return { verified, registrationInfo: registrationInfo && { ...registrationInfo, ...change(registrationInfo) } }
    }
    const { registered: response } = await answered()
    const attempt = verifyRegistration({ response, expected: expectedRegistration })
    await expect(attempt).rejects.toMatchObject(differs(`accepts it with another ${name}`))
  })

  test.each(assertions)('an assertion with another %s: second_opinion_differs', async (name, change) => {
    altered.assertion = (answer) => {
      const { verified, authenticationInfo } = answer as AssertionAnswer
      return { verified, authenticationInfo: { ...authenticationInfo, ...change } }
    }
    const { credential, response } = await answered()
    const attempt = verifyAssertion({ response, expected: expectedAssertion, credential })
    await expect(attempt).rejects.toMatchObject(differs(`accepts it with another ${name}`))
  })

  test('it says that a ceremony is not verified: second_opinion_differs', async () => {
    const { credential, response, registered } = await answered()
    altered.registration = () => ({ verified: false })
    altered.assertion = (answer) => ({ ...(answer as AssertionAnswer), verified: false })
    const registration = verifyRegistration({ response: registered, expected: expectedRegistration })
    await expect(registration).rejects.toMatchObject(differs('refuses it'))
    const assertion = verifyAssertion({ response, expected: expectedAssertion, credential })
    await expect(assertion).rejects.toMatchObject(differs('refuses it'))
  })
})
