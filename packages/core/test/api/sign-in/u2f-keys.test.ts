import { createHash } from 'node:crypto'
import type { AuthenticationTamper, Authenticator, ClientData, RegistrationTamper } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, rpId, stateOf, type World } from '../../world.js'

const appId = 'https://example.com/app-id.json'
const policy = { mode: 'optional', flow: 'both', userVerification: { signIn: 'discouraged' } } as const
const hashOf = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())

/** A key of the U2F time: it answers for the AppID, and the browser says so. */
const forAppId = (used: unknown = true, identifier = appId): AuthenticationTamper => ({
  authenticatorData: (honest) => ({ ...honest, rpIdHash: hashOf(identifier) }),
  envelope: (honest) => ({ ...honest, clientExtensionResults: { appid: used } }) as typeof honest,
})

/** Alice's key, which was registered elsewhere and imported. */
async function withKey(change: Parameters<typeof createWorld>[0] = { appId }) {
  const elsewhere = createWorld({ policy })
  const authenticator = elsewhere.authenticator({ synced: false })
  await elsewhere.enroll(authenticator)
  const world = createWorld({ policy, ...change })
  const rows = elsewhere.passkeys.admin.export()
  const counts = await world.passkeys.admin.import({ rows, actor: { id: 'admin-1', scope: 'environment' } })
  expect(counts).toMatchObject({ imported: 1 })
  return { world, signIn: signInOf(world, authenticator) }
}

function signInOf(world: World, authenticator: Authenticator) {
  return async (tamper: AuthenticationTamper, identifier?: string) => {
    const { ceremony, options } = await world.passkeys.signIn.begin({ identifier, binding })
    const response = await authenticator.get(options, { tamper })
    return world.passkeys.signIn.finish({ ceremony, response, binding })
  }
}

describe('appId', () => {
  test('is requested where there is a list of passkeys, and only there', async () => {
    const { world } = await withKey()
    const { passkeys } = world
    expect((await passkeys.signIn.begin({ identifier: alice.name, binding })).options.extensions).toEqual({
      appid: appId,
    })
    expect((await passkeys.signIn.begin({ identifier: 'stranger', binding })).options.extensions).toEqual({
      appid: appId,
    })
    expect((await passkeys.signIn.begin({ binding })).options).not.toHaveProperty('extensions')
  })

  test('is excluded from registering', async () => {
    const { world } = await withKey()
    const { options } = await world.passkeys.enroll.begin({ user: alice, session: world.session(), binding })
    expect(options.extensions).toEqual({ credProps: true, appidExclude: appId })
  })

  test('a key that answers for it signs in', async () => {
    const { signIn } = await withKey()
    await expect(signIn(forAppId(), alice.name)).resolves.toMatchObject({ userId: alice.id })
  })

  test('and so it does where a second library agrees to every sign-in', async () => {
    const { signIn } = await withKey({ appId, secondOpinion: 'all' })
    await expect(signIn(forAppId(), alice.name)).resolves.toMatchObject({ userId: alice.id })
    await expect(signIn({}, alice.name)).resolves.toMatchObject({ userId: alice.id })
    await expect(signIn(forAppId(false), alice.name)).rejects.toMatchObject({ code: 'rp_id_hash_mismatch' })
  })

  test('and so does a passkey of the RP ID', async () => {
    const { signIn } = await withKey()
    await expect(signIn({}, alice.name)).resolves.toMatchObject({ userId: alice.id })
  })

  test.each<[string, AuthenticationTamper]>([
    ['that the browser did not use', forAppId(false)],
    ['that the browser says nothing of', forAppId(null)],
    ['that is another', forAppId(true, 'https://example.com/other.json')],
    ['that the browser says it used, for the RP ID', forAppId(true, rpId)],
  ])('an answer for an AppID %s is refused', async (_, tamper) => {
    const { signIn } = await withKey()
    await expect(signIn(tamper, alice.name)).rejects.toMatchObject({ code: 'rp_id_hash_mismatch' })
  })

  test('a passkey that was created here does not sign in for it', async () => {
    const world = createWorld({ policy, appId })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const signIn = signInOf(world, authenticator)
    await expect(signIn(forAppId(), alice.name)).rejects.toMatchObject({ code: 'rp_id_hash_mismatch' })
    await expect(signIn({}, alice.name)).resolves.toMatchObject({ userId: alice.id })
  })

  test.each([
    ['https://example.org/app-id.json', rpId, false],
    ['https://example.com.evil.test/app-id.json', rpId, false],
    ['https://evilexample.com', rpId, false],
    ['https://example.com', rpId, true],
    ['https://u2f.example.com/app-id.json', rpId, true],
    ['https://www.example.com:8443/app-id.json', 'login.example.com', true],
    ['https://localhost/app-id.json', 'localhost', true],
    ['https://example.com', 'a.b.example.com', true],
    ['https://u2f.example.com', 'login.example.com', true],
    ['https://example.co.uk', 'login.example.co.uk', true],
    ['https://u2f.example.co.uk', 'example.co.uk', true],
    ['https://u2f.example.co.uk', 'login.example.co.uk', true],
    ['https://other.co.uk', 'example.co.uk', false],
    ['https://co.uk', 'example.co.uk', false],
    ['https://other.com.au', 'login.example.com.au', false],
    ['https://other.com', 'example.com', false],
    ['https://com', 'example.com', false],
  ])('%s starts with the RP ID %s: %s', (id, relyingPartyId, starts) => {
    const relyingParty = { id: relyingPartyId, name: 'Example' }
    const create = () => createWorld({ appId: id, relyingParty })
    if (starts) expect(create).not.toThrow()
    else expect(create).toThrow(/appId .* must be in the same domain/)
  })

  test('an answer for it is refused where it was not requested', async () => {
    const { signIn } = await withKey()
    await expect(signIn(forAppId())).rejects.toMatchObject({ code: 'rp_id_hash_mismatch' })
    const other = await withKey({})
    await expect(other.signIn(forAppId(), alice.name)).rejects.toMatchObject({ code: 'rp_id_hash_mismatch' })
  })

  test.each([true, false, 'yes'])('what a browser says of appidExclude refuses no new passkey: %j', async (output) => {
    const world = createWorld({ policy, appId })
    const tamper: RegistrationTamper = {
      envelope: (honest) => ({ ...honest, clientExtensionResults: { appidExclude: output } }) as typeof honest,
    }
    const session = world.session()
    const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
    const response = await world.authenticator().create(options, { tamper })
    await world.passkeys.enroll.finish({ ceremony, response, session, binding })
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test.each([[''], ['example.com'], ['http://example.com/app-id.json'], ['https://'], [7]])(
    'that is no https URL does not start: %j',
    (wrong) => {
      expect(() => createWorld({ appId: wrong as string })).toThrow(/appId/)
    },
  )
})

describe('extensionOrigins', () => {
  const chrome = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'
  const firefox = 'moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc'

  /** An enrollment and a sign-in on pages of this origin; rejects with the first refusal. */
  async function runOn(pageOrigin: string, origins: readonly string[]) {
    const world = createWorld({ extensionOrigins: origins })
    const authenticator = world.authenticator()
    const tamper = { clientData: (honest: ClientData) => ({ ...honest, origin: pageOrigin }) }
    const session = world.session()
    const begun = await world.passkeys.enroll.begin({ user: alice, session, binding })
    const response = await authenticator.create(begun.options, { tamper })
    await world.passkeys.enroll.finish({ ceremony: begun.ceremony, response, session, binding })
    await world.signIn(authenticator, { tamper })
    return world.passkeys
  }

  test.each([chrome, firefox])('ceremonies run on %s', async (own) => {
    const { relyingParty, ceremonyOrigins } = await runOn(own, [chrome, firefox])
    expect(relyingParty.origins).not.toContain(own)
    expect(ceremonyOrigins).toContain(own)
  })

  test.each([
    [chrome.replace(/p$/, 'a'), [chrome]],
    [firefox, [chrome]],
    [`${chrome}.example.com`, [chrome]],
    [chrome, []],
  ])('and on no other: not on %s where there are %j', async (pageOrigin, origins) => {
    await expect(runOn(pageOrigin, origins)).rejects.toMatchObject({ code: 'origin_mismatch' })
  })

  test.each([
    ['chrome-extension://*'],
    [`${chrome}/`],
    [chrome.toUpperCase()],
    ['chrome-extension://abcdefghijklmnopabcdefghijklmno'],
    ['moz-extension://2C127FA4-62C7-7E4F-90E5-472B45EECFDC'],
    ['https://example.com'],
    ['file://'],
    ['null'],
    [''],
  ])('%j is no such origin: it does not start', (wrong) => {
    expect(() => createWorld({ extensionOrigins: [wrong] })).toThrow(/extensionOrigins/)
  })

  test('are a list', () => {
    expect(() => createWorld({ extensionOrigins: chrome as unknown as string[] })).toThrow(/extensionOrigins/)
  })
})
