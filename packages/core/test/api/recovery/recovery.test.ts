import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, rpId, secret, stateOf, type World, type WorldChange } from '../../world.js'

const invalid = { code: 'code_invalid' }

async function arrange(change: WorldChange = {}) {
  const world = createWorld(change)
  const { codes } = await world.passkeys.recovery.createCodes({ session: world.session() })
  const [code = ''] = codes
  return { world, codes, code }
}

const redeem = ({ passkeys }: World, code: string, identifier = alice.name) =>
  passkeys.recovery.redeem({ identifier, code, binding })

async function recover(world: World, code: string, authenticator = world.authenticator()) {
  const { ceremony, options } = await redeem(world, code)
  const response = await authenticator.create(options)
  return world.passkeys.enroll.finish({ ceremony, response, binding })
}

/** The code with another letter in one place. */
function changed(code: string, at: number): string {
  return code.slice(0, at) + (code[at] === '7' ? '8' : '7') + code.slice(at + 1)
}

describe('recovery codes', () => {
  test('are ten of 80 bits with a check letter, returned once, and stored as digests', async () => {
    const { world, codes } = await arrange()
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]$/)
    const stored = JSON.stringify(await world.storage.codes.list(rpId, alice.id, 'recovery'))
    const told = JSON.stringify(await world.told())
    for (const code of codes) expect(stored + told).not.toContain(code.slice(0, 4))
  })

  test('one leads to a passkey, never to a session, and is used up by it', async () => {
    const { world, codes, code } = await arrange()
    const authenticator = world.authenticator()
    const enrolled = await recover(world, code, authenticator)
    expect(Object.keys(enrolled).sort()).toEqual(['passkey', 'signals'])
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ userId: alice.id, source: 'recovery' })
    expect(await world.signIn(authenticator)).toMatchObject({ userId: alice.id })
    await expect(redeem(world, code)).rejects.toMatchObject(invalid)
    await expect(redeem(world, codes[1] ?? '')).resolves.toHaveProperty('ceremony')
    const events = await world.events()
    expect(events).toEqual(['recovery.codes_created', 'recovery.code_used', 'passkey.added', 'passkey.used'])
  })

  test('one that is used twice at once adds one passkey', async () => {
    const { world, code } = await arrange()
    const finishes = []
    for (let at = 0; at < 20; at++) {
      const { ceremony, options } = await redeem(world, code)
      finishes.push({ ceremony, response: await world.authenticator().create(options), binding })
    }
    const results = await Promise.allSettled(finishes.map((input) => world.passkeys.enroll.finish(input)))
    const codes = results.map((result) => (result.status === 'fulfilled' ? 'added' : result.reason.code)).sort()
    expect(codes).toEqual(['added', ...Array(19).fill('code_invalid')])
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test('recovery ends every other ceremony of the user, and your app ends the sessions', async () => {
    const ended: string[] = []
    const { world, code } = await arrange({ host: { endSessions: ({ userId }) => void ended.push(userId) } })
    await world.enroll(world.authenticator())
    const session = world.session()
    const user = { id: alice.id, name: alice.name }
    const begun = await world.passkeys.enroll.begin({ user, session, binding })
    const response = await world.authenticator().create(begun.options)
    await recover(world, code)
    expect(ended).toEqual([alice.id])
    const finished = world.passkeys.enroll.finish({ ceremony: begun.ceremony, response, session, binding })
    await expect(finished).rejects.toMatchObject({ code: 'account_changed' })
  })

  test.each([
    ['lower case', (code: string) => code.toLowerCase()],
    ['spaces for hyphens', (code: string) => ` ${code.replaceAll('-', ' ')} `],
    ['no hyphens', (code: string) => code.replaceAll('-', '')],
    ['O for 0, and I and L for 1', (code: string) => code.replaceAll('0', 'o').replace('1', 'I').replaceAll('1', 'l')],
    [
      'full-width letters',
      (code: string) => code.replace(/\w/g, (it) => String.fromCodePoint((it.codePointAt(0) ?? 0) + 0xfee0)),
    ],
  ])('a code with %s is the same code', async (_, change) => {
    const { world, code } = await arrange()
    await expect(redeem(world, change(code))).resolves.toHaveProperty('ceremony')
  })

  test.each<[string, (code: string) => string]>([
    ['with another letter', (code) => changed(code, 3)],
    ['with another check letter', (code) => changed(code, code.length - 1)],
    ['of another alphabet', (code) => `\u0410${code.slice(1)}`],
    ['that is too short', (code) => code.slice(1)],
    ['that is too long', (code) => `${code}A`],
    ['that is empty', () => ''],
    ['of 100,000 characters', () => 'A'.repeat(100_000)],
  ])('a code %s is code_invalid, and locks nothing', async (_, change) => {
    const { world, code } = await arrange()
    for (let tries = 0; tries < 30; tries++) await expect(redeem(world, change(code))).rejects.toMatchObject(invalid)
    await expect(redeem(world, code)).resolves.toHaveProperty('ceremony')
  })

  test.each(['stranger@example.com', bob.name, '', '\0', 'x'.repeat(1000)])(
    'of %j a right code is code_invalid',
    async (identifier) => {
      const { world, code } = await arrange()
      await expect(redeem(world, code, identifier)).rejects.toMatchObject(invalid)
    },
  )

  test('an unknown user, one without codes and a wrong code cost the same reads', async () => {
    const calls: string[] = []
    const storage = memoryStorage()
    const codes = {
      ...storage.codes,
      tryRedeem: (...args: Parameters<typeof storage.codes.tryRedeem>) => {
        calls.push('tryRedeem')
        return storage.codes.tryRedeem(...args)
      },
    }
    const { world, code } = await arrange({ storage: { ...storage, codes } })
    const wrong = (await createWorld().passkeys.recovery.createCodes({ session: world.session() })).codes[0] ?? ''
    for (const [typed, identifier] of [
      [wrong, alice.name],
      [code, bob.name],
      [code, 'stranger@example.com'],
    ] as const) {
      await expect(redeem(world, typed, identifier)).rejects.toMatchObject(invalid)
      expect(calls.splice(0)).toEqual(['tryRedeem'])
    }
  })

  test('a new set replaces the old one, whole', async () => {
    const { world, codes } = await arrange()
    const next = await world.passkeys.recovery.createCodes({ session: world.session() })
    for (const code of codes) await expect(redeem(world, code)).rejects.toMatchObject(invalid)
    for (const code of next.codes) await expect(redeem(world, code)).resolves.toHaveProperty('ceremony')
  })

  test('codes outlive the rotation of the secret, and are of one environment', async () => {
    const storage = memoryStorage()
    const decoySecret = 'a decoy secret of at least 32 bytes, for tests'
    const { code } = await arrange({ storage, decoySecret })
    const rotated = createWorld({ storage, decoySecret, secret: `another ${secret}` })
    await expect(redeem(rotated, code)).resolves.toHaveProperty('ceremony')
    const elsewhere = createWorld({ storage, decoySecret, environment: 'staging' })
    await expect(redeem(elsewhere, code)).rejects.toMatchObject(invalid)
  })

  test('maySignIn is asked after a right code only', async () => {
    const { world, code } = await arrange({ host: { maySignIn: () => false } })
    await expect(redeem(world, changed(code, 3))).rejects.toMatchObject(invalid)
    await expect(redeem(world, code)).rejects.toMatchObject({ code: 'account_locked' })
  })

  test('need a sign-in that is recent: 5:00 is, 5:01 is not', async () => {
    const world = createWorld()
    const session = world.session()
    world.clock.forward(300)
    await expect(world.passkeys.recovery.createCodes({ session })).resolves.toHaveProperty('codes')
    world.clock.forward(1)
    const late = world.passkeys.recovery.createCodes({ session })
    await expect(late).rejects.toMatchObject({ code: 'recent_authentication_required' })
  })

  test.each([
    ['no session', null, 'not_signed_in'],
    ['a partial session', { partial: true }, 'not_signed_in'],
    ['a delegated session', { delegated: true }, 'forbidden'],
  ] as const)('%s creates none', async (_, change, code) => {
    const { passkeys, session, storage } = createWorld()
    const created = passkeys.recovery.createCodes({ session: change && session(change) })
    await expect(created).rejects.toMatchObject({ code })
    expect(await storage.codes.list(rpId, alice.id, 'recovery')).toEqual([])
  })

  test('another user who is signed in here is forbidden, and modes that are off refuse', async () => {
    const { world, code } = await arrange()
    const session = world.session({ userId: bob.id })
    const redeemed = world.passkeys.recovery.redeem({ identifier: alice.name, code, session, binding })
    await expect(redeemed).rejects.toMatchObject({ code: 'forbidden' })
    const off = createWorld({ storage: world.storage, policy: { mode: 'off' } })
    await expect(redeem(off, code)).rejects.toMatchObject({ code: 'passkeys_off' })
    const created = off.passkeys.recovery.createCodes({ session: off.session() })
    await expect(created).rejects.toMatchObject({ code: 'passkeys_off' })
  })
})
