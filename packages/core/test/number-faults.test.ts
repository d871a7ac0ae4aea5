import { setImmediate as turn } from 'node:timers/promises'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { describe, expect, test } from 'vitest'
import { type HostUsers, usersApart } from './host-users.js'
import { accountNumbers } from './numbers/account-numbers.js'
import { signUpNumbers } from './numbers/sign-up-numbers.js'
import { createWorld } from './world.js'

type Verbs = PasskeyStorage['passkeys']

/** A storage in memory, some of whose verbs are replaced. */
function storageWith(replace: (passkeys: Verbs) => Partial<Verbs>): PasskeyStorage {
  const storage = memoryStorage()
  return { ...storage, passkeys: { ...storage.passkeys, ...replace(storage.passkeys) } }
}

/** Counts, and adds a moment later. */
const countsBeforeAdding = () =>
  storageWith(({ listByUser, add }) => ({
    async add(passkey, together) {
      const { passkeys } = await listByUser(passkey.rpId, passkey.userId)
      await turn()
      return passkeys.length < together.limit ? add(passkey, { ...together, limit: 100 }) : 'limit_reached'
    },
  }))

/** Counts, and removes a moment later. */
const countsBeforeRemoving = () =>
  storageWith(({ listByUser, remove }) => ({
    async remove(target, rule) {
      const { passkeys } = await listByUser(target.rpId, target.userId)
      await turn()
      const isLast = rule.keepLastActive && passkeys.length <= 1
      return isLast ? 'last' : remove(target, { ...rule, keepLastActive: false })
    },
  }))

/** Adds whatever has become of the account since the ceremony began. */
const forgetsVersions = () =>
  storageWith(({ listByUser, add }) => ({
    async add(passkey, together) {
      const { account } = await listByUser(passkey.rpId, passkey.userId)
      const userHandle = account?.userHandle ?? passkey.userHandle
      return add({ ...passkey, userHandle }, { ...together, accountVersion: account?.version ?? 0 })
    },
  }))

const hostWith = (change: Partial<HostUsers['host']>): HostUsers => {
  const users = usersApart()
  return { ...users, host: { ...users.host, ...change } }
}

/** The whole list of cases of that name: each must fail where the rule is broken. */
function namedIn<Case extends { readonly name: string }>(cases: readonly Case[], part: string): readonly Case[] {
  const found = cases.filter(({ name }) => name.includes(part))
  expect(found).not.toEqual([])
  return found
}

describe('the numbers bite', () => {
  test.each([
    ['of 20 simultaneous enrolls at 9 of 10', countsBeforeAdding],
    ['of two simultaneous removals of the last two', countsBeforeRemoving],
  ])('%s: a storage that counts first fails', async (name, open) => {
    for (const { run } of namedIn(accountNumbers, name)) {
      await expect(run(async (change) => createWorld({ ...change, storage: open() }))).rejects.toThrow('expected')
    }
  })

  const honest = () => memoryStorage()
  test.each<[string, () => PasskeyStorage, HostUsers]>([
    ['a host that discards no user', honest, hostWith({ discardUser: () => undefined })],
    ['a host that confirms no user', honest, hostWith({ confirmUser: () => undefined })],
    ['a storage that forgets what has become of the account', forgetsVersions, usersApart()],
  ])('a process that dies at any step of a sign-up: %s fails', async (_, open, users) => {
    const cases = namedIn(signUpNumbers, 'a process that dies at any step')
    const outcomes = await Promise.allSettled(cases.map(({ run }) => run({ storage: open(), users })))
    expect(outcomes.map(({ status }) => status)).toContain('rejected')
  })
})
