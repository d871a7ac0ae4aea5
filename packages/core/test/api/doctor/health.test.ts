import type { Health, PasskeysConfig } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { expect, test } from 'vitest'
import { createWorld } from '../../world.js'

const secret = '3q2+7w9hZk5cX0mTn8vYbR4sUoJpLdAeGiHfQ1xWyVM='
const ready: Health = { ready: true, issues: [] }

function healthOf(storage: PasskeyStorage, config: Partial<PasskeysConfig> = {}): Promise<Health> {
  return createWorld({ storage, secret, ...config }).passkeys.health()
}

function atMigration(current: number): PasskeyStorage {
  const status = async () => ({ current, wanted: 5 })
  return { ...memoryStorage(), schema: { status, migrate: status, sql: () => '' } }
}

const fail = () => Promise.reject(new Error('connect ECONNREFUSED'))

test('a process with a storage, its tables and a random secret is ready', async () => {
  expect(await healthOf(memoryStorage())).toEqual(ready)
  expect(await healthOf(atMigration(5))).toEqual(ready)
})

test('tables of a later release serve this one too, so a rolling update takes no process out', async () => {
  expect(await healthOf(atMigration(6))).toEqual(ready)
})

const honest = memoryStorage()

test.each<[string, PasskeyStorage, Health['issues']]>([
  [
    'a storage that has no passkeys to read',
    { ...honest, passkeys: { ...honest.passkeys, page: fail } },
    ['storage_unavailable'],
  ],
  [
    'a storage that has no policies to read',
    { ...honest, policies: { ...honest.policies, read: fail } },
    ['storage_unavailable'],
  ],
  [
    'a storage that lies',
    { ...honest, policies: { ...honest.policies, read: () => Promise.resolve(undefined as never) } },
    ['storage_unavailable'],
  ],
  [
    'tables that cannot be read',
    { ...atMigration(5), schema: { status: fail, migrate: fail, sql: () => '' } },
    ['storage_unavailable'],
  ],
  ['tables that are behind', atMigration(4), ['schema_behind']],
])('%s: not ready, and the issue names no host', async (_, storage, issues) => {
  expect(await healthOf(storage)).toEqual({ ready: false, issues })
})

test.each<[string, Partial<PasskeysConfig>]>([
  ['a secret', { secret: 'please-change-this-secret-before-production' }],
  ['an old secret', { secret: [secret, 'please-change-this-secret-before-production'] }],
  ['a decoy secret', { decoySecret: 'password password password password' }],
])('%s that a person has written: not ready', async (_, config) => {
  expect(await healthOf(memoryStorage(), config)).toEqual({ ready: false, issues: ['secret_guessable'] })
})

test('any number of simultaneous probes cost one check, and the next one checks again', async () => {
  let reads = 0
  const storage = memoryStorage()
  const { read } = storage.policies
  const counting: typeof read = (...asked) => {
    reads++
    return read(...asked)
  }
  const { passkeys } = createWorld({
    secret,
    storage: { ...storage, policies: { ...storage.policies, read: counting } },
  })
  const probes = await Promise.all(Array.from({ length: 50 }, () => passkeys.health()))
  expect([new Set(probes.map(({ ready: is }) => is)), reads]).toEqual([new Set([true]), 1])
  await passkeys.health()
  expect(reads).toBe(2)
})

test('after a failure the next probe finds the storage that has come back', async () => {
  const storage = memoryStorage()
  const { read } = storage.policies
  const policies = { ...storage.policies, read: fail as typeof read }
  const { passkeys } = createWorld({ secret, storage: { ...storage, policies } })
  expect((await passkeys.health()).ready).toBe(false)
  policies.read = read
  expect(await passkeys.health()).toEqual(ready)
})
