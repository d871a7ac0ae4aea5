import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PasskeysConfig } from '@latchkey/core'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, stateOf } from '../world.js'
import { type DatabaseStorage, openSqlite } from './sqlite.js'

const before = '3q2+7w9hZk5cX0mTn8vYbR4sUoJpLdAeGiHfQ1xWyVM='
const after = 'Tn8vYbR4sUoJpLdAeGiHfQ1xWyVM3q2+7w9hZk5cX0m='
const actor = { id: 'admin-1', scope: 'environment' } as const

let folder = ''
const opened: DatabaseStorage[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-restore-'))
})

afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close()
  rmSync(folder, { recursive: true })
})

async function open(file: string, config: Partial<PasskeysConfig>) {
  const storage = await openSqlite(join(folder, file))
  opened.push(storage)
  return { ...createWorld({ storage, ...config }), storage }
}

/** An app whose database was backed up while it ran, and what happened to its passkeys since. */
async function createHistory() {
  const live = await open('app.db', { secret: before })
  const device = () => live.authenticator({ synced: false, counts: true })
  const devices = { kept: device(), removed: device(), suspended: device(), added: device(), bobs: device() }
  const ids = {
    kept: (await live.enroll(devices.kept)).passkey.id,
    removed: (await live.enroll(devices.removed)).passkey.id,
    suspended: (await live.enroll(devices.suspended)).passkey.id,
  }
  await live.enroll(devices.bobs, live.session({ userId: bob.id }))
  const { codes } = await live.passkeys.recovery.createCodes({ session: live.session() })
  await sql.raw(`vacuum into '${join(folder, 'backup.db')}'`).execute(live.storage.db)

  live.clock.forward(60)
  await live.passkeys.manage.remove({ session: live.session(), id: ids.removed })
  await live.passkeys.admin.passkeys.suspend({ userId: alice.id, id: ids.suspended, actor })
  await live.enroll(devices.added)
  await live.passkeys.admin.users.eraseData({ userId: bob.id, actor })
  for (let times = 0; times < 3; times++) await live.signIn(devices.kept)
  const { ceremony, options } = await live.passkeys.signIn.begin({ binding })
  const finished = { ceremony, response: await devices.kept.get(options), binding }
  await live.passkeys.signIn.finish(finished)
  return { live, devices, ids, finished, code: codes[0] ?? '' }
}

async function restore(config: Partial<PasskeysConfig>) {
  const history = await createHistory()
  const world = await open('backup.db', config)
  world.clock.now = history.live.clock.now
  return { ...history, world }
}

test('a restored backup signs users in, and their counts, codes and users are those of the backup', async () => {
  const { world, devices, code } = await restore({ secret: after, decoySecret: before })
  expect(await world.signIn(devices.kept)).toMatchObject({ userId: alice.id })
  expect(await world.events()).not.toContain('passkey.clone_suspected')
  const redeemed = world.passkeys.recovery.redeem({ identifier: alice.name, code, binding })
  await expect(redeemed).resolves.toHaveProperty('ceremony')
})

test('what was finished since the backup can be finished again, until the old secret is removed', async () => {
  const { world, finished } = await restore({ secret: before })
  await expect(world.passkeys.signIn.finish(finished)).resolves.toMatchObject({ userId: alice.id })
  const rotated = createWorld({ storage: world.storage, secret: after, decoySecret: before })
  rotated.clock.now = world.clock.now
  await expect(rotated.passkeys.signIn.finish(finished)).rejects.toMatchObject({ code: 'ceremony_invalid' })
})

test('passkeys that were removed, suspended or erased since work again, and those that were added are unknown', async () => {
  const { world, devices, ids } = await restore({ secret: after, decoySecret: before })
  await expect(world.signIn(devices.added)).rejects.toMatchObject({ name: 'PasskeyError' })
  for (const [device, userId] of [
    [devices.removed, alice.id],
    [devices.suspended, alice.id],
    [devices.bobs, bob.id],
  ] as const) {
    expect(await world.signIn(device)).toMatchObject({ userId })
  }
  await world.passkeys.admin.passkeys.remove({ userId: alice.id, id: ids.removed, actor })
  await world.passkeys.admin.passkeys.suspend({ userId: alice.id, id: ids.suspended, actor })
  await world.passkeys.admin.users.eraseData({ userId: bob.id, actor })
  for (const device of [devices.removed, devices.suspended, devices.bobs]) {
    await expect(world.signIn(device)).rejects.toMatchObject({ name: 'PasskeyError' })
  }
  expect((await stateOf(world, bob.id)).passkeys).toEqual([])
})

test('the log of events since the backup names what to do again', async () => {
  const { live, ids, world } = await restore({ secret: after, decoySecret: before })
  const backedUp = new Set((await world.passkeys.admin.events({ actor, limit: 1000 })).items.map(({ id }) => id))
  const { items } = await live.passkeys.admin.events({ actor, limit: 1000 })
  const since = items.filter(({ id, name }) => !backedUp.has(id) && name !== 'passkey.used')
  expect(
    since.map(({ name, userId, data }) => [name, userId, 'passkeyId' in data ? data.passkeyId : undefined]),
  ).toEqual([
    ['passkey.removed', alice.id, ids.removed],
    ['passkey.suspended', alice.id, ids.suspended],
    ['passkey.added', alice.id, expect.any(String)],
    ['account.purged', bob.id, undefined],
  ])
})
