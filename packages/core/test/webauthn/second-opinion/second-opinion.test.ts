import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/second-opinion'
import { verifyRegistration as verifyAlone } from '@latchkey/core/webauthn'
import { createAuthenticator, type RegistrationTamper } from '@latchkey/testing'
import { errorTable } from '@latchkey/wire'
import { MetadataService, SettingsService } from '@simplewebauthn/server'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createWorld, stateOf } from '../../world.js'
import { answered, creationOptions, expectedAssertion, expectedRegistration, origin } from '../verify/ceremony.js'

/** Level 3 reserves the member and we do not look at it; the other library refuses a status that it does not know. */
const disputed = {
  clientData: (honest: object) => ({ ...honest, tokenBinding: { status: 'disputed' } }),
}

async function registered(tamper: RegistrationTamper = {}, algorithm = -7) {
  return createAuthenticator({ origin, algorithms: [algorithm] }).create(creationOptions, { tamper })
}

afterEach(() => vi.unstubAllGlobals())

describe('the two functions with a second opinion', () => {
  test.each([-7, -8, -257])('algorithm %i: both libraries accept what is honest', async (algorithm) => {
    const { credential, response, registered: registration } = await answered({}, { algorithms: [algorithm] })
    const proven = await verifyRegistration({ response: registration, expected: expectedRegistration })
    expect(proven).toEqual(await verifyAlone({ response: registration, expected: expectedRegistration }))
    const { signCountVerdict } = await verifyAssertion({ response, expected: expectedAssertion, credential })
    expect(signCountVerdict).toBe('not-counting')
  })

  test('a packed self attestation is judged by both', async () => {
    const response = await createAuthenticator({ origin, attestation: 'self' }).create(creationOptions)
    const { attestation } = await verifyRegistration({ response, expected: expectedRegistration })
    expect(attestation.type).toBe('self')
  })

  test('a passkey that was made silently is accepted by both', async () => {
    const response = await createAuthenticator({ origin }).create(creationOptions, { mediation: 'conditional' })
    const expected = { ...expectedRegistration, userVerification: 'preferred', mediation: 'conditional' } as const
    await expect(verifyRegistration({ response, expected })).resolves.toBeDefined()
  })

  test('a sign count that went back is a verdict, not a difference', async () => {
    const { credential, response } = await answered({}, { counts: true })
    const stored = { ...credential, signCount: 99 }
    const assertion = await verifyAssertion({ response, expected: expectedAssertion, credential: stored })
    expect(assertion.signCountVerdict).toBe('regressed')
  })

  test('what we refuse has our code, and the other library is not called', async () => {
    const response = await registered({ clientData: () => 'x' })
    const attempt = verifyRegistration({ response, expected: expectedRegistration })
    await expect(attempt).rejects.toMatchObject({ code: 'malformed_client_data' })
  })

  test('a registration that only we accept: second_opinion_differs, with both reasons', async () => {
    const attempt = verifyRegistration({ response: await registered(disputed), expected: expectedRegistration })
    const error = await attempt.catch((it) => it)
    expect(error).toBeInstanceOf(PasskeyError)
    expect(error.code).toBe('second_opinion_differs')
    expect(error.cause.message).toBe('Latchkey accepts the response; @simplewebauthn/server refuses it.')
    expect(error.cause.cause.message).toContain('tokenBinding.status')
  })

  test('an assertion that only we accept: second_opinion_differs, with both reasons', async () => {
    const { credential, response } = await answered({ tamper: disputed })
    const attempt = verifyAssertion({ response, expected: expectedAssertion, credential })
    const error = await attempt.catch((it) => it)
    expect(error.code).toBe('second_opinion_differs')
    expect(error.cause.cause.message).toContain('tokenBinding status')
  })

  test('a statement with certificates is not shown to the other library', async () => {
    const statement = new Map<string, unknown>([['x5c', [Uint8Array.of(0x30)]]])
    const response = await registered({ attestation: (it) => ({ ...it, fmt: 'fido-u2f', attStmt: statement }) })
    const { attestation } = await verifyRegistration({ response, expected: expectedRegistration })
    expect(attestation.trusted).toBe(false)
  })

  test('no network is used, and no setting of the other library changes', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new Error('There is no network.')))
    const identifiers = ['none', 'packed', 'apple', 'android-key'] as const
    const roots = () => identifiers.map((identifier) => SettingsService.getRootCertificates({ identifier }))
    const before = roots()
    const { credential, response, registered: registration } = await answered()
    await verifyRegistration({ response: registration, expected: expectedRegistration })
    await verifyAssertion({ response, expected: expectedAssertion, credential })
    expect(roots()).toEqual(before)
    const model = '00000000-0000-0000-0000-000000000000'
    await expect(MetadataService.getStatement(model)).resolves.toBeUndefined()
  })
})

describe('createPasskeys with a second opinion', () => {
  test.each(['registrations', 'all'] as const)('%s: honest ceremonies go through', async (secondOpinion) => {
    const world = createWorld({ secondOpinion })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await expect(world.signIn(authenticator)).resolves.toMatchObject({ kind: 'sign-in' })
  })

  test('a new passkey that is disputed is not kept, and the ceremony is not spent', async () => {
    const world = createWorld({ secondOpinion: 'registrations' })
    const binding = 'this browser'
    const session = world.session()
    const user = { id: session.userId, name: 'alice' }
    const { ceremony, options } = await world.passkeys.enroll.begin({ user, session, binding })
    const finish = async (tamper: RegistrationTamper) => {
      const response = await world.authenticator().create(options, { tamper })
      return world.passkeys.enroll.finish({ ceremony, response, session, binding })
    }
    await expect(finish(disputed)).rejects.toMatchObject({ code: 'second_opinion_differs' })
    expect((await stateOf(world)).passkeys).toEqual([])
    await expect(finish({})).resolves.toBeDefined()
  })

  test('a sign-in that is disputed: refused by `all`, accepted by `registrations`, and nothing is recorded', async () => {
    for (const secondOpinion of ['all', 'registrations'] as const) {
      const world = createWorld({ secondOpinion })
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      const before = await stateOf(world)
      const attempt = world.signIn(authenticator, { tamper: disputed })
      if (secondOpinion === 'registrations') {
        await expect(attempt).resolves.toMatchObject({ kind: 'sign-in' })
        continue
      }
      await expect(attempt).rejects.toMatchObject({ code: 'second_opinion_differs' })
      expect(await stateOf(world)).toEqual(before)
    }
  })

  test('without one the other library is not asked', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await expect(world.signIn(authenticator, { tamper: disputed })).resolves.toMatchObject({ kind: 'sign-in' })
  })

  test('anything else in its place is a mistake of the developer', () => {
    expect(() => createWorld({ secondOpinion: 'sometimes' as 'all' })).toThrow(/secondOpinion/)
  })

  test('to the public a disputed sign-in is a failed sign-in', () => {
    expect(errorTable.second_opinion_differs).toMatchObject({ status: 422, publicCode: 'sign_in_failed' })
  })

  test('no method verifies past the second opinion', () => {
    const source = join(import.meta.dirname, '../../../src')
    const verbs = ['api', 'registration', 'assertion'].flatMap((folder) =>
      readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(folder, name)),
    )
    const verifying = /^import \{[^}]*\b(?<!type )(verifyRegistration|verifyAssertion|proveAssertion)\b[^}]*\}/m
    const sources = verbs.map((path) => ({ path, text: readFileSync(join(source, path), 'utf8') }))
    const checks = sources.filter(({ text }) => verifying.test(text))
    expect(checks.map(({ path }) => path).sort()).toEqual([
      join('assertion', 'prove-answer.ts'),
      join('registration', 'check-registration.ts'),
    ])
    expect(checks.filter(({ text }) => !/settings\.secondOpinion [!=]== '/.test(text))).toEqual([])
  })
})
