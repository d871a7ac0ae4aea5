import type { Host, Notice } from '@latchkey/core'
import type { AuthenticationTamper } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, type WorldChange } from '../world.js'

const admin = { id: 'admin-1', scope: 'environment' } as const

function notifyingWorld(change: WorldChange = {}) {
  const notices: Notice[] = []
  const warnings: unknown[] = []
  const notify: Host['notify'] = (notice) => {
    notices.push(notice)
  }
  const world = createWorld({
    policy: { mode: 'optional', removeLast: 'allow' },
    logger: { warn: (message) => warnings.push(message) },
    ...change,
    host: { notify, findUserById: () => alice, ...change.host },
  })
  const kinds = () => notices.splice(0).map(({ kind, event, actor }) => `${kind} ${event} ${actor.type}`)
  return { world, notices, warnings, kinds }
}

const counted = (signCount: number): AuthenticationTamper => ({
  authenticatorData: (honest) => ({ ...honest, signCount }),
})

/** Alice has one passkey, and the notice of it is read. */
async function enrolled(change: WorldChange = {}) {
  const notified = notifyingWorld(change)
  const key = notified.world.authenticator()
  const { passkey } = await notified.world.enroll(key)
  return { ...notified, key, passkey }
}

describe('the user is notified', () => {
  test('of a new passkey: with its name, how it was added, and when', async () => {
    const { notices, passkey, world } = await enrolled()
    expect(notices).toEqual([
      {
        kind: 'new-passkey',
        userId: alice.id,
        at: world.clock.now,
        event: 'passkey.added',
        actor: { type: 'user', id: alice.id },
        passkeys: [{ id: passkey.id, name: passkey.name }],
        source: 'self',
      },
    ])
  })

  test('of a removal by the user, and by an admin', async () => {
    const { world, kinds, passkey } = await enrolled()
    const second = await world.enroll(world.authenticator())
    kinds()
    await world.passkeys.admin.passkeys.remove({ userId: alice.id, id: passkey.id, actor: admin })
    await world.passkeys.manage.remove({ session: world.session(), id: second.passkey.id })
    expect(kinds()).toEqual(['passkey-removed passkey.removed admin', 'passkey-removed passkey.removed user'])
  })

  test('of all passkeys that an admin removes at once in one notice', async () => {
    const { world, notices } = await enrolled()
    await world.enroll(world.authenticator())
    notices.length = 0
    await world.passkeys.admin.passkeys.removeAll({ userId: alice.id, actor: admin })
    expect(notices).toMatchObject([{ kind: 'passkey-removed', passkeys: [{}, {}] }])
  })

  test('of a recovery, which is no new passkey besides', async () => {
    const { world, kinds } = await enrolled()
    const { codes } = await world.passkeys.recovery.createCodes({ session: world.session() })
    kinds()
    const { ceremony, options } = await world.passkeys.recovery.redeem({
      identifier: alice.name,
      code: codes[0] ?? '',
      binding,
    })
    const response = await world.authenticator().create(options)
    await world.passkeys.enroll.finish({ ceremony, response, binding })
    expect(kinds()).toEqual(['recovery-used recovery.code_used user'])
  })

  test('of a suspected clone, once, however often the page tries again', async () => {
    const { world, kinds, key } = await enrolled({ policy: { mode: 'optional', signCount: 'reject' } })
    await world.signIn(key, { tamper: counted(9) })
    kinds()
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await key.get(options, { tamper: counted(3) })
    for (const _ of [1, 2]) {
      await expect(world.passkeys.signIn.finish({ ceremony, response, binding })).rejects.toMatchObject({
        code: 'sign_count_regression',
      })
    }
    expect(kinds()).toEqual(['clone-suspected passkey.clone_suspected user'])
  })

  test('of what an admin does to the account', async () => {
    const { world, kinds, passkey } = await enrolled()
    const target = { userId: alice.id, id: passkey.id, actor: admin }
    const { admin: act, invitations } = world.passkeys
    kinds()
    await act.passkeys.rename({ ...target, name: 'Key of the office' })
    await act.passkeys.suspend(target)
    await act.passkeys.reinstate(target)
    await act.accounts.invalidate({ userId: alice.id, actor: admin })
    await act.prompt.reset({ userId: alice.id, actor: admin })
    await invitations.create({ userId: alice.id, actor: admin })
    expect(kinds()).toEqual([
      'admin-acted passkey.renamed admin',
      'admin-acted passkey.suspended admin',
      'admin-acted passkey.reinstated admin',
      'admin-acted account.invalidated admin',
      'admin-acted prompt.reset admin',
      'admin-acted invitation.created admin',
    ])
  })
})

describe('the user is not notified', () => {
  test('of the user’s own sign-in, renaming and answers', async () => {
    const { world, kinds, key, passkey } = await enrolled()
    kinds()
    await world.signIn(key)
    await world.passkeys.manage.rename({ session: world.session(), id: passkey.id, name: 'Mine' })
    await world.passkeys.prompt.shown({ session: world.session() })
    expect(kinds()).toEqual([])
  })

  test('of a purge, because your app has deleted the user', async () => {
    const { world, kinds } = await enrolled()
    kinds()
    await world.passkeys.admin.accounts.purge({ userId: alice.id, actor: admin })
    expect(kinds()).toEqual([])
  })

  test('of a change that was refused', async () => {
    const { world, kinds, passkey } = await enrolled({ policy: { mode: 'optional', removeLast: 'never' } })
    kinds()
    await expect(world.passkeys.manage.remove({ session: world.session(), id: passkey.id })).rejects.toMatchObject({
      code: 'last_sign_in_method',
    })
    expect(kinds()).toEqual([])
  })
})

test.each([
  ['rejects', () => Promise.reject(new Error('the mail server of alice@example.com is away'))],
  [
    'throws',
    () => {
      throw new Error('the mail server of alice@example.com is away')
    },
  ],
] as const)('a notify that %s changes nothing; the logger warns without personal data', async (_, notify) => {
  const { world, warnings } = notifyingWorld({ host: { notify } })
  await expect(world.enroll(world.authenticator())).resolves.toBeDefined()
  expect(await world.events()).toEqual(['passkey.added'])
  expect(warnings).toEqual(['latchkey: host.notify failed, so a user was not notified. The change is stored.'])
})
