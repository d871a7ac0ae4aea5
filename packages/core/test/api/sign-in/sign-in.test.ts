import { unsafelyUnbound } from '@latchkey/core'
import { type AuthenticationTamper, authenticatorFlags } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, rpId, secret, stateOf } from '../../world.js'

describe('signing in without a user name', () => {
  test('the owner of the passkey is signed in, and the use is recorded once', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    const { passkey } = await world.enroll(authenticator)
    world.clock.forward(60)
    const signIn = await world.signIn(authenticator)
    expect(signIn).toMatchObject({
      kind: 'sign-in',
      userId: alice.id,
      passkey: { id: passkey.id, signInCount: 1, lastUsedAt: world.clock.now },
      assurance: { factors: 2, satisfiesMfa: true, amr: ['swk', 'user', 'mfa'], aal: 2 },
    })
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ signInCount: 1, lastUsedAt: world.clock.now })
    expect(await world.events()).toEqual(['passkey.added', 'passkey.used'])
  })

  test('times used rises by exactly one for each success, and not for a failure', async () => {
    const world = createWorld()
    const authenticator = world.authenticator({ synced: false, counts: true })
    await world.enroll(authenticator)
    await world.signIn(authenticator)
    const tamper = { signature: () => new Uint8Array([0x30, 0]) }
    await expect(world.signIn(authenticator, { tamper })).rejects.toMatchObject({ code: 'signature_invalid' })
    await world.signIn(authenticator)
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ signInCount: 2, signCount: 4 })
  })

  test.each([-7, -8, -257])('with algorithm %i', async (algorithm) => {
    const world = createWorld()
    const authenticator = world.authenticator({ algorithms: [algorithm] })
    await world.enroll(authenticator)
    await expect(world.signIn(authenticator)).resolves.toMatchObject({ userId: alice.id })
  })

  test('asks for no credential in particular, and for user verification', async () => {
    const { options } = await createWorld().passkeys.signIn.begin({ binding })
    expect(options).toMatchObject({ rpId, allowCredentials: [], userVerification: 'required', timeout: 300_000 })
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32)
  })

  test('writes nothing at begin', async () => {
    const world = createWorld()
    const before = JSON.stringify(await stateOf(world))
    await world.passkeys.signIn.begin({ binding })
    expect(JSON.stringify(await stateOf(world))).toBe(before)
    expect(await world.events()).toEqual([])
  })
})

describe('one ceremony, one success', () => {
  test('finished again, it is spent', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(options)
    await world.passkeys.signIn.finish({ ceremony, response, binding })
    const again = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(again).rejects.toMatchObject({ code: 'ceremony_spent', status: 409 })
  })

  test('finished again with a counting authenticator it is spent, not a copy: nothing is suspended', async () => {
    const world = createWorld({ policy: { mode: 'optional', signCount: 'suspend' } })
    const authenticator = world.authenticator({ synced: false, counts: true })
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(options)
    await world.passkeys.signIn.finish({ ceremony, response, binding })
    const again = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(again).rejects.toMatchObject({ code: 'ceremony_spent' })
    expect(await world.events()).toEqual(['passkey.added', 'passkey.used'])
  })

  test.each([{ counts: false }, { counts: true }])(
    'finished 50 times at once, exactly one succeeds: %j',
    async (kind) => {
      const world = createWorld()
      const authenticator = world.authenticator({ synced: false, ...kind })
      await world.enroll(authenticator)
      const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
      const response = await authenticator.get(options)
      const finish = () => world.passkeys.signIn.finish({ ceremony, response, binding })
      const results = await Promise.allSettled(Array.from({ length: 50 }, finish))
      const refused = results.flatMap((it) => (it.status === 'rejected' ? [it.reason.code] : []))
      expect(refused).toEqual(Array.from({ length: 49 }, () => 'ceremony_spent'))
      expect((await stateOf(world)).passkeys[0]?.signInCount).toBe(1)
    },
  )

  test('two ceremonies of one counting passkey at once: both sign in, each judged against what is stored', async () => {
    const world = createWorld()
    const authenticator = world.authenticator({ synced: false, counts: true })
    await world.enroll(authenticator)
    const begun = await Promise.all([
      world.passkeys.signIn.begin({ binding }),
      world.passkeys.signIn.begin({ binding }),
    ])
    const answers = []
    for (const { ceremony, options } of begun) answers.push({ ceremony, response: await authenticator.get(options) })
    for (const answer of answers) await world.passkeys.signIn.finish({ ...answer, binding })
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ signInCount: 2, signCount: 3 })
  })
})

describe('a ceremony that is not this one', () => {
  const cases: readonly [
    string,
    string,
    (sealed: string, world: ReturnType<typeof createWorld>) => Promise<object> | object,
  ][] = [
    ['garbled', 'ceremony_invalid', (sealed) => ({ ceremony: `${sealed.slice(0, -3)}AAA` })],
    ['empty', 'ceremony_invalid', () => ({ ceremony: '' })],
    ['of another browser', 'ceremony_invalid', () => ({ binding: 'another cookie' })],
    ['without its browser', 'ceremony_invalid', () => ({ binding: unsafelyUnbound })],
    [
      'over',
      'ceremony_expired',
      (_, world) => {
        world.clock.forward(300)
        return {}
      },
    ],
    [
      'of another environment',
      'ceremony_invalid',
      async () => {
        const other = createWorld({ environment: 'staging' })
        return { ceremony: (await other.passkeys.signIn.begin({ binding })).ceremony }
      },
    ],
    [
      'of another purpose',
      'ceremony_invalid',
      async (_, world) => {
        const begun = await world.passkeys.enroll.begin({ user: alice, session: world.session(), binding })
        return { ceremony: begun.ceremony }
      },
    ],
    [
      'for another challenge',
      'challenge_mismatch',
      async (_, world) => ({ ceremony: (await world.passkeys.signIn.begin({ binding })).ceremony }),
    ],
  ]

  test.each(cases)('%s: %s, and nothing has changed', async (_, code, change) => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const before = await stateOf(world)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(options)
    const input = { ceremony, response, binding, ...(await change(ceremony, world)) }
    await expect(world.passkeys.signIn.finish(input)).rejects.toMatchObject({ code })
    expect(await stateOf(world)).toEqual(before)
    expect(await world.events()).toEqual(['passkey.added'])
  })

  test('one sealed with a secret that rotated out of first place still finishes', async () => {
    const before = createWorld()
    const authenticator = before.authenticator()
    await before.enroll(authenticator)
    const { ceremony, options } = await before.passkeys.signIn.begin({ binding })
    const after = createWorld({ storage: before.storage, secret: ['n'.repeat(32), secret] })
    const response = await authenticator.get(options)
    await expect(after.passkeys.signIn.finish({ ceremony, response, binding })).resolves.toMatchObject({
      userId: alice.id,
    })
  })
})

describe('signing in with an identifier', () => {
  async function withTwoPeople() {
    const world = createWorld()
    const alices = world.authenticator()
    const bobs = world.authenticator()
    const { passkey } = await world.enroll(alices)
    await world.enroll(bobs, world.session({ userId: bob.id }))
    return { world, alices, bobs, passkey }
  }

  test('allows that user’s passkeys and no others', async () => {
    const { world, alices, passkey } = await withTwoPeople()
    const { ceremony, options } = await world.passkeys.signIn.begin({ identifier: ' alice@EXAMPLE.com', binding })
    expect(options.allowCredentials).toEqual([{ type: 'public-key', id: passkey.id, transports: passkey.transports }])
    const signIn = await world.passkeys.signIn.finish({ ceremony, response: await alices.get(options), binding })
    expect(signIn.userId).toBe(alice.id)
  })

  test('another user’s passkey: credential_not_allowed', async () => {
    const { world, bobs } = await withTwoPeople()
    const { ceremony, options } = await world.passkeys.signIn.begin({ identifier: alice.name, binding })
    const response = await bobs.get({ ...options, allowCredentials: [] })
    const attempt = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'credential_not_allowed' })
  })

  test('an unknown user gets decoys: the same each time, as many bytes as for a known user, never signaled', async () => {
    const { world, bobs } = await withTwoPeople()
    const begin = (identifier: string) => world.passkeys.signIn.begin({ identifier, binding })
    const [known, first, second] = [
      await begin(alice.name),
      await begin('unknown@example.com'),
      await begin('unknown@example.com'),
    ]
    expect(first.options.allowCredentials).toEqual(second.options.allowCredentials)
    expect(first.options.allowCredentials.length).toBeGreaterThan(0)
    expect(Object.keys(first.options)).toEqual(Object.keys(known.options))
    expect(first.ceremony).toHaveLength(known.ceremony.length)
    const id = first.options.allowCredentials[0]?.id
    const response = await bobs.get(
      { ...first.options, allowCredentials: [] },
      { tamper: { envelope: (honest) => ({ ...honest, id, rawId: id }) } },
    )
    const attempt = world.passkeys.signIn.finish({ ceremony: first.ceremony, response, binding })
    const error = await attempt.catch((it) => it)
    expect(error).toMatchObject({ code: 'credential_not_found' })
    expect(error.signals).toBeUndefined()
  })

  test('a user whose passkeys are all suspended looks like an unknown one', async () => {
    const { world, passkey } = await withTwoPeople()
    await world.storage.passkeys.setStatus(
      { rpId, id: passkey.id, userId: alice.id },
      { scope: 'environment', status: 'suspended' },
      [],
    )
    const { options } = await world.passkeys.signIn.begin({ identifier: alice.name, binding })
    expect(options.allowCredentials.map(({ id }) => id)).not.toContain(passkey.id)
    expect(options.allowCredentials.length).toBeGreaterThan(0)
  })

  test('smart ignores it, classic demands it, and autofill never names anyone', async () => {
    const begin = (flow: 'smart' | 'classic', input: object) =>
      createWorld({ policy: { mode: 'optional', flow } }).passkeys.signIn.begin({ binding, ...input })
    expect((await begin('smart', { identifier: alice.name })).options.allowCredentials).toEqual([])
    await expect(begin('classic', {})).rejects.toMatchObject({ code: 'malformed' })
    const { world } = await withTwoPeople()
    const autofill = await world.passkeys.signIn.begin({ identifier: alice.name, mediation: 'conditional', binding })
    expect(autofill.options.allowCredentials).toEqual([])
  })
})

describe('the passkey that answers', () => {
  test('an unknown one: credential_not_found, and the browser may delete it', async () => {
    const world = createWorld()
    const elsewhere = createWorld()
    const stranger = world.authenticator()
    const { passkey } = await elsewhere.enroll(stranger)
    const attempt = world.signIn(stranger)
    await expect(attempt).rejects.toMatchObject({
      code: 'credential_not_found',
      signals: { rpId, unknownCredentialId: passkey.id },
    })
  })

  test('an answer that does not say for whom it is: user_handle_missing', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const honest = await authenticator.get(options)
    const response = { ...honest, response: { ...honest.response, userHandle: null } }
    const attempt = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'user_handle_missing' })
  })

  test('an answer with another user’s handle: user_handle_mismatch', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const honest = await authenticator.get(options)
    const response = { ...honest, response: { ...honest.response, userHandle: 'AAAA' } }
    const attempt = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'user_handle_mismatch' })
  })

  test('a suspended one: refused, and works again when it is reinstated', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    const { passkey } = await world.enroll(authenticator)
    const target = { rpId, id: passkey.id, userId: alice.id }
    await world.storage.passkeys.setStatus(target, { scope: 'environment', status: 'suspended' }, [])
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'credential_not_allowed' })
    await world.storage.passkeys.setStatus(target, { scope: 'environment', status: 'active' }, [])
    await expect(world.signIn(authenticator)).resolves.toMatchObject({ userId: alice.id })
  })

  test('suspended between the look-up and the record: refused', async () => {
    const world = createWorld({ host: { maySignIn: () => suspend() } })
    const authenticator = world.authenticator()
    const { passkey } = await world.enroll(authenticator)
    const suspend = async () => {
      await world.storage.passkeys.setStatus(
        { rpId, id: passkey.id, userId: alice.id },
        { scope: 'environment', status: 'suspended' },
        [],
      )
      return true
    }
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'credential_not_found' })
    expect((await stateOf(world)).passkeys[0]?.signInCount).toBe(0)
  })

  test('a host that does not say yes has said no', async () => {
    const world = createWorld({ host: { maySignIn: () => undefined as unknown as boolean } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'account_locked' })
  })

  test('an account that the host has locked: said only after proof', async () => {
    const world = createWorld({ host: { maySignIn: () => false } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'account_locked' })
    const tamper = { signature: () => new Uint8Array([0x30, 0]) }
    await expect(world.signIn(authenticator, { tamper })).rejects.toMatchObject({ code: 'signature_invalid' })
  })
})

describe('user verification', () => {
  test('missing though it was required', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const attempt = world.signIn(authenticator, { userVerified: false })
    await expect(attempt).rejects.toMatchObject({ code: 'user_verification_missing' })
  })

  test('missing where it was only preferred: one factor', async () => {
    const world = createWorld({ policy: { mode: 'optional', userVerification: { signIn: 'preferred' } } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { assurance } = await world.signIn(authenticator, { userVerified: false })
    expect(assurance).toMatchObject({ factors: 1, satisfiesMfa: false, aal: 1 })
  })
})

describe('the sign count', () => {
  async function copied(signCount: 'ignore' | 'flag' | 'by-kind' | 'reject' | 'suspend', synced: boolean) {
    const world = createWorld({ policy: { mode: 'optional', signCount } })
    const original = world.authenticator({ synced, counts: true })
    await world.enroll(original)
    const copy = original.clone()
    await world.signIn(original)
    await world.signIn(original)
    return { world, original, copy }
  }

  test.each([
    ['by-kind', false, 'sign_count_regression', 'active', ['passkey.clone_suspected', 'sign_in.failed']],
    ['reject', true, 'sign_count_regression', 'active', ['passkey.clone_suspected', 'sign_in.failed']],
    [
      'suspend',
      false,
      'sign_count_regression',
      'suspended',
      ['passkey.clone_suspected', 'passkey.suspended', 'sign_in.failed'],
    ],
  ] as const)('%s, synced %s, of a copy: %s, %s', async (rule, synced, code, status, told) => {
    const { world, copy } = await copied(rule, synced)
    await world.events()
    await expect(world.signIn(copy)).rejects.toMatchObject({ code })
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ status, signCount: 3, signInCount: 2 })
    expect((await world.events()).sort()).toEqual([...told])
  })

  test.each([
    ['by-kind', true, ['passkey.clone_suspected', 'passkey.used']],
    ['flag', false, ['passkey.clone_suspected', 'passkey.used']],
    ['ignore', false, ['passkey.used']],
  ] as const)(
    '%s, synced %s, of a copy: signs in, and the stored count never goes down',
    async (rule, synced, told) => {
      const { world, copy } = await copied(rule, synced)
      await world.events()
      await world.signIn(copy)
      expect((await stateOf(world)).passkeys[0]).toMatchObject({ signCount: 3, signInCount: 3 })
      expect((await world.events()).sort()).toEqual([...told])
    },
  )

  describe('two honest answers out of order', () => {
    async function answeredInTwoTabs(signCount: 'suspend' | 'reject' | 'flag') {
      const world = createWorld({ policy: { mode: 'optional', signCount } })
      const authenticator = world.authenticator({ synced: false, counts: true })
      await world.enroll(authenticator)
      world.clock.forward(1)
      const answer = async () => {
        const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
        return { ceremony, response: await authenticator.get(options), binding }
      }
      const [first, second] = [await answer(), await answer()]
      world.clock.forward(1)
      await world.passkeys.signIn.finish(second)
      await world.events()
      return { world, authenticator, late: () => world.passkeys.signIn.finish(first) }
    }

    test.each(['suspend', 'reject'] as const)('%s: the late one is refused, and suspends nothing', async (rule) => {
      const { world, authenticator, late } = await answeredInTwoTabs(rule)
      await expect(late()).rejects.toMatchObject({ code: 'sign_count_regression' })
      expect((await world.events()).sort()).toEqual(['passkey.clone_suspected', 'sign_in.failed'])
      expect((await stateOf(world)).passkeys[0]).toMatchObject({ status: 'active', signInCount: 1 })
      await expect(world.signIn(authenticator)).resolves.toBeDefined()
    })

    test('flag: the late one signs in', async () => {
      await expect((await answeredInTwoTabs('flag')).late()).resolves.toBeDefined()
    })

    test('finished at the same moment, neither suspends the passkey', async () => {
      const world = createWorld({ policy: { mode: 'optional', signCount: 'suspend' } })
      const authenticator = world.authenticator({ synced: false, counts: true })
      await world.enroll(authenticator)
      const answers = []
      for (let tab = 0; tab < 3; tab++) {
        const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
        answers.push({ ceremony, response: await authenticator.get(options), binding })
      }
      await Promise.allSettled(answers.reverse().map((answer) => world.passkeys.signIn.finish(answer)))
      expect((await stateOf(world)).passkeys[0]).toMatchObject({ status: 'active' })
    })

    test('one that began after the last use is suspended as before', async () => {
      const { world, copy } = await copied('suspend', false)
      world.clock.forward(1)
      await expect(world.signIn(copy)).rejects.toMatchObject({ code: 'sign_count_regression' })
      expect((await stateOf(world)).passkeys[0]).toMatchObject({ status: 'suspended' })
    })
  })
})

describe('backup flags', () => {
  const { backupEligible, backedUp } = authenticatorFlags
  const lost: AuthenticationTamper = {
    authenticatorData: (honest) => ({ ...honest, flags: honest.flags & ~(backupEligible | backedUp) }),
  }

  test('a change is recorded and told', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await world.signIn(authenticator, { tamper: lost })
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ backupEligible: false, backedUp: false })
    expect((await world.events()).sort()).toEqual(['passkey.added', 'passkey.backup_state_changed', 'passkey.used'])
  })

  test.each([
    ['accept', ['passkey.used']],
    ['flag', ['passkey.backup_state_changed', 'passkey.used']],
  ] as const)('a change of eligibility alone, where the policy says %s: stored, and %j', async (rule, told) => {
    const world = createWorld({ policy: { mode: 'optional', backupEligibilityChange: rule } })
    const authenticator = world.authenticator({ synced: false })
    await world.enroll(authenticator)
    await world.events()
    const tamper = {
      authenticatorData: <Data extends { readonly flags: number }>(it: Data) => ({
        ...it,
        flags: it.flags | authenticatorFlags.backupEligible,
      }),
    }
    await world.signIn(authenticator, { tamper })
    expect((await world.events()).sort()).toEqual([...told])
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ backupEligible: true })
  })

  test('a change of eligibility is refused where the policy says so', async () => {
    const world = createWorld({ policy: { mode: 'optional', backupEligibilityChange: 'reject' } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const attempt = world.signIn(authenticator, { tamper: lost })
    await expect(attempt).rejects.toMatchObject({ code: 'backup_eligibility_changed' })
  })
})

describe('transports', () => {
  test.each([
    ['platform', ['hybrid'], ['hybrid', 'internal']],
    ['platform', [], ['internal']],
    ['platform', ['internal', 'hybrid'], ['internal', 'hybrid']],
    ['cross-platform', ['hybrid'], ['hybrid']],
    [undefined, ['usb'], ['usb']],
    ['somewhere', ['usb'], ['usb']],
  ])('a sign-in that says %j of a passkey with %j leaves %j', async (attachment, transports, learned) => {
    const world = createWorld()
    const authenticator = world.authenticator({ transports })
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = { ...(await authenticator.get(options)), authenticatorAttachment: attachment }
    const { passkey } = await world.passkeys.signIn.finish({ ceremony, response, binding })
    expect(passkey.transports).toEqual(learned)
    expect((await stateOf(world)).passkeys).toMatchObject([{ transports: learned }])
    const added = learned.filter((transport) => !transports.includes(transport))
    const reported = (await world.told()).filter(({ name }) => name === 'passkey.transports_added')
    expect(reported).toMatchObject(
      added.length === 0 ? [] : [{ userId: alice.id, data: { passkeyId: passkey.id, transports: added } }],
    )
  })

  test('a passkey of which only hybrid was known is offered on its own device from then on, and is reported once', async () => {
    const world = createWorld({ policy: { mode: 'optional', flow: 'classic' } })
    const authenticator = world.authenticator({ transports: ['hybrid'] })
    await world.enroll(authenticator)
    const begin = () => world.passkeys.signIn.begin({ identifier: alice.name, binding })
    for (const known of [['hybrid'], ['hybrid', 'internal']]) {
      const { ceremony, options } = await begin()
      expect(options.allowCredentials).toMatchObject([{ transports: known }])
      const response = { ...(await authenticator.get(options)), authenticatorAttachment: 'platform' }
      await world.passkeys.signIn.finish({ ceremony, response, binding })
    }
    const names = await world.events()
    expect(names.filter((name) => name === 'passkey.transports_added')).toHaveLength(1)
  })
})
