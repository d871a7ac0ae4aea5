import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { sampleAccount } from '@latchkey/testing'
import { encodeBase64url } from '@latchkey/wire'
import { beforeEach, describe, expect, test } from 'vitest'
import { alice, bob, createWorld, rpId, stateOf, type World } from '../../world.js'
import { actor, exportFrom, importInto, passkeyFromElsewhere } from '../admin/elsewhere.js'

let world: World
let old: Awaited<ReturnType<typeof passkeyFromElsewhere>>

beforeEach(async () => {
  world = createWorld()
  old = await passkeyFromElsewhere(world, alice.id)
})

const imported = { imported: 1, alreadyThere: 0, refused: 0 }

describe('an imported passkey', () => {
  test('signs its user in with the authenticator that made it elsewhere', async () => {
    expect((await importInto(world, [old.row])).counts).toEqual(imported)
    const { userId, passkey } = await world.signIn(old.authenticator)
    expect({ userId, id: passkey.id, signInCount: passkey.signInCount }).toEqual({
      userId: alice.id,
      id: old.row.id,
      signInCount: 8,
    })
  })

  test('keeps what its row says, and is neither attested nor user verified until it is used', async () => {
    await importInto(world, [old.row])
    const { latchkey: _, publicKey, ...row } = old.row
    const kept = {
      ...row,
      publicKey: old.foreign.publicKey,
      source: 'import',
      suspendedBy: [],
      userVerified: false,
      algorithm: -7,
    }
    const attestation = { format: 'none', type: 'none', trusted: false }
    expect((await stateOf(world)).passkeys).toEqual([{ ...kept, attestation }])
    await world.signIn(old.authenticator)
    expect((await stateOf(world)).passkeys).toMatchObject([{ userVerified: true, attestation }])
  })

  test('emits one event that names the admin and the source', async () => {
    await importInto(world, [old.row])
    const [event, ...more] = await world.storage.events.claim(10, 1000, world.clock.now)
    expect(more).toEqual([])
    expect(event).toMatchObject({
      name: 'passkey.added',
      userId: alice.id,
      actor: { type: 'admin', id: actor.id },
      data: { passkeyId: old.row.id, passkeyName: 'Old phone', source: 'import' },
    })
  })

  test('answers only with its own user handle', async () => {
    await importInto(world, [old.row])
    const envelope = (honest: object) => {
      const { response, ...rest } = structuredClone(honest) as { response: object }
      return { ...rest, response: { ...response, userHandle: encodeBase64url(new TextEncoder().encode('of bob')) } }
    }
    await expect(world.signIn(old.authenticator, { tamper: { envelope } })).rejects.toMatchObject({
      code: 'user_handle_mismatch',
    })
  })

  test('has a handle of its own beside an account that has another, and both passkeys sign in', async () => {
    const own = world.authenticator()
    await world.enroll(own)
    await importInto(world, [old.row])
    expect((await world.signIn(own)).userId).toBe(alice.id)
    expect((await world.signIn(old.authenticator)).userId).toBe(alice.id)
  })

  test('gives an account that it brings along its handle, so that new passkeys have the same', async () => {
    await importInto(world, [old.row])
    expect((await stateOf(world)).account).toMatchObject({
      userHandle: old.row.userHandle,
      version: 1,
      passkeyCount: 1,
    })
    const own = world.authenticator()
    await world.enroll(own)
    expect(own.credentials).toMatchObject([{ userHandle: old.row.userHandle }])
  })

  test('of an organization stays bound to it, and suspended by it', async () => {
    await importInto(world, [
      { ...old.row, organizationId: 'acme', boundTo: 'acme', suspendedBy: ['organization:acme'] },
    ])
    expect((await stateOf(world)).passkeys).toMatchObject([
      { status: 'active', boundTo: 'acme', suspendedBy: ['organization:acme'] },
    ])
  })

  test.each<[object, string]>([
    [{ status: 'suspended', suspendedBy: [] }, 'suspendedBy'],
    [{ status: 'active', suspendedBy: ['environment'] }, 'suspendedBy'],
    [{ suspendedBy: ['organization:'] }, 'suspendedBy'],
    [{ suspendedBy: ['acme'] }, 'suspendedBy'],
    [{ suspendedBy: 'environment' }, 'suspendedBy'],
    [{ suspendedBy: ['organization:acme', 'organization:acme'] }, 'suspendedBy'],
    [{ boundTo: '' }, 'boundTo'],
    [{ boundTo: 7 }, 'boundTo'],
  ])('with %j is refused', async (change, field) => {
    const { counts, reports } = await importInto(world, [{ ...old.row, ...change }])
    expect(counts).toEqual({ imported: 0, alreadyThere: 0, refused: 1 })
    expect(reports).toMatchObject([{ outcome: 'refused', code: 'malformed', field }])
  })

  test('that is suspended elsewhere is suspended here', async () => {
    await importInto(world, [{ ...old.row, status: 'suspended' }])
    await expect(world.signIn(old.authenticator)).rejects.toMatchObject({ code: 'credential_not_allowed' })
    expect((await stateOf(world)).account).toMatchObject({ passkeyCount: 1, activeCount: 0 })
  })

  test('whose counter stands at 5 elsewhere is refused when it answers 5 again', async () => {
    const counting = await passkeyFromElsewhere(world, bob.id, { counts: true, synced: false })
    const row = { ...counting.row, signCount: 5, backupEligible: false, backedUp: false }
    await importInto(world, [row])
    const answering = (signCount: number) => ({
      tamper: { authenticatorData: <Data>(honest: Data) => ({ ...honest, signCount }) },
    })
    await expect(world.signIn(counting.authenticator, answering(5))).rejects.toMatchObject({
      code: 'sign_count_regression',
    })
    expect((await world.signIn(counting.authenticator, answering(6))).userId).toBe(bob.id)
  })
})

describe('a passkey whose user handle is unknown', () => {
  const handless = () => {
    const { userHandle: _, ...row } = old.row
    return row
  }

  test('signs in whatever handle it answers, and only with its own key', async () => {
    expect((await importInto(world, [handless()])).counts).toEqual(imported)
    expect((await world.signIn(old.authenticator)).userId).toBe(alice.id)
    const other = await passkeyFromElsewhere(world, alice.id)
    const envelope = (honest: object) => ({ ...structuredClone(honest), id: old.row.id, rawId: old.row.id })
    await expect(world.signIn(other.authenticator, { tamper: { envelope } })).rejects.toMatchObject({
      code: 'signature_invalid',
    })
  })

  test('still has to answer one where no user was named', async () => {
    await importInto(world, [handless()])
    const envelope = (honest: object) => {
      const { response, ...rest } = structuredClone(honest) as { response: object }
      return { ...rest, response: { ...response, userHandle: undefined } }
    }
    await expect(world.signIn(old.authenticator, { tamper: { envelope } })).rejects.toMatchObject({
      code: 'user_handle_missing',
    })
  })

  test('leaves the account a handle of 32 random bytes', async () => {
    await importInto(world, [handless()])
    expect((await stateOf(world)).account?.userHandle).toMatch(/^[\w-]{43}$/)
    expect((await exportFrom(world)).map((row) => 'userHandle' in row)).toEqual([false])
  })

  test('is the only kind that may answer any handle: a store that empties another’s handle is not believed', async () => {
    const { storage } = world
    const own = world.authenticator()
    await world.enroll(own)
    const lying: PasskeyStorage = {
      ...storage,
      passkeys: {
        ...storage.passkeys,
        find: async (...asked) => {
          const found = await storage.passkeys.find(...asked)
          const userHandle = '' as NonNullable<typeof found>['passkey']['userHandle']
          return found && { passkey: { ...found.passkey, userHandle }, account: { ...found.account, userHandle } }
        },
      },
    }
    await expect(createWorld({ storage: lying }).signIn(own)).rejects.toMatchObject({ code: 'user_handle_mismatch' })
  })
})

describe('a passkey whose backup eligibility is unknown', () => {
  test.each([
    { synced: true, rule: 'reject' },
    { synced: false, rule: 'reject' },
    { synced: true, rule: 'flag' },
  ] as const)('signs in under $rule, and what it answers is recorded: $synced', async ({ synced, rule }) => {
    const strict = createWorld({ policy: { mode: 'optional', backupEligibilityChange: rule } })
    const made = await passkeyFromElsewhere(strict, alice.id, { synced })
    const { deviceType: _, backedUp: __, ...row } = made.foreign
    await importInto(strict, [row], { format: 'simplewebauthn' })
    const [stored] = (await stateOf(strict)).passkeys
    expect(stored).not.toHaveProperty('backupEligible')
    expect(stored).toMatchObject({ backedUp: false })
    expect((await strict.signIn(made.authenticator)).userId).toBe(alice.id)
    expect((await stateOf(strict)).passkeys).toMatchObject([{ backupEligible: synced, backedUp: synced }])
  })

  test('is exported so, and imported so elsewhere', async () => {
    const { deviceType: _, backedUp: __, ...row } = old.foreign
    await importInto(world, [row], { format: 'simplewebauthn' })
    const rows = await exportFrom(world)
    expect(rows.map((it) => 'backupEligible' in it)).toEqual([false])
    const elsewhere = createWorld()
    await importInto(elsewhere, rows)
    expect(await exportFrom(elsewhere)).toEqual(rows)
  })
})

describe('importing again', () => {
  test('changes nothing, and says of each passkey that it is there', async () => {
    await importInto(world, [old.row])
    const before = await stateOf(world)
    const { counts, reports } = await importInto(world, [old.row])
    expect(counts).toEqual({ imported: 0, alreadyThere: 1, refused: 0 })
    expect(reports).toEqual([{ row: 1, id: old.row.id, userId: alice.id, outcome: 'already_there' }])
    expect(await stateOf(world)).toEqual(before)
    expect(await world.events()).toEqual(['passkey.added'])
  })

  test('leaves a passkey that was used since as it is', async () => {
    await importInto(world, [old.row])
    await world.signIn(old.authenticator)
    const before = await stateOf(world)
    await importInto(world, [old.row])
    expect(await stateOf(world)).toEqual(before)
  })

  test('does not bring back a passkey that its user has removed', async () => {
    await world.enroll(world.authenticator())
    await importInto(world, [old.row])
    await world.passkeys.manage.remove({ session: world.session(), id: old.row.id })
    for (const dryRun of [true, false]) {
      expect((await importInto(world, [old.row], { dryRun })).reports).toMatchObject([
        { outcome: 'refused', code: 'removed_since', field: 'id' },
      ])
    }
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test.each([
    { who: 'its user', remove: () => world.passkeys.manage.remove({ session: world.session(), id: old.row.id }) },
    {
      who: 'an admin',
      remove: () => world.passkeys.admin.passkeys.remove({ actor, userId: alice.id, id: old.row.id }),
    },
  ])('does not bring back a passkey that was made here, exported, and removed by $who', async ({ remove }) => {
    await importInto(world, [old.row])
    await world.enroll(world.authenticator())
    const exported = await exportFrom(world)
    await remove()
    const { userHandle: _, ...handless } = old.row
    for (const row of [...exported.filter(({ id }) => id === old.row.id), handless, { ...handless, userId: 'new' }]) {
      for (const dryRun of [true, false]) {
        const { reports } = await importInto(world, [row], { dryRun })
        expect(reports).toMatchObject([{ outcome: 'refused', code: 'removed_since', field: 'id' }])
      }
    }
    expect(await stateOf(world, 'new')).toEqual({ passkeys: [] })
  })

  test('a year after it was removed, an old export works again', async () => {
    await world.enroll(world.authenticator())
    await importInto(world, [old.row])
    await world.passkeys.manage.remove({ session: world.session(), id: old.row.id })
    world.clock.forward(364 * 86_400)
    await world.storage.sweep(world.clock.now, 1000)
    expect((await importInto(world, [old.row])).reports).toMatchObject([{ code: 'removed_since' }])
    world.clock.forward(2 * 86_400)
    await world.storage.sweep(world.clock.now, 1000)
    expect((await importInto(world, [old.row])).counts).toEqual(imported)
  })

  test('does not bring back the passkey of a purged user to another user', async () => {
    await importInto(world, [old.row])
    await world.storage.accounts.purge(sampleAccount({ userId: alice.id, at: world.clock.now }), () => [])
    const { userHandle: _, ...row } = old.row
    for (const dryRun of [true, false]) {
      const { reports } = await importInto(world, [{ ...row, userId: bob.id }], { dryRun })
      expect(reports).toMatchObject([{ code: 'account_purged', field: 'id' }])
    }
    expect(await stateOf(world, bob.id)).toEqual({ passkeys: [] })
  })

  test('does not bring back a user who was purged', async () => {
    await importInto(world, [old.row])
    await world.storage.accounts.purge(sampleAccount({ userId: alice.id }), () => [])
    for (const dryRun of [true, false]) {
      expect((await importInto(world, [old.row], { dryRun })).reports).toMatchObject([
        { outcome: 'refused', code: 'account_purged', field: 'userId' },
      ])
    }
    expect((await stateOf(world)).passkeys).toEqual([])
  })

  test('twice at once imports each passkey once', async () => {
    const rows = [old.row, (await passkeyFromElsewhere(world, bob.id)).row]
    const both = await Promise.all([importInto(world, rows), importInto(world, rows)])
    const outcomes = both.flatMap(({ reports }) => reports.map(({ row, outcome }) => `${row} ${outcome}`)).sort()
    expect(outcomes).toEqual(['1 already_there', '1 imported', '2 already_there', '2 imported'])
    expect(await exportFrom(world)).toHaveLength(2)
  })
})

describe('how many', () => {
  async function rowsOf(count: number) {
    const made = Array.from({ length: count }, () => passkeyFromElsewhere(world, alice.id))
    return (await Promise.all(made)).map(({ row }) => row)
  }

  test('the policy’s limit is for those who add passkeys, not for those who bring some', async () => {
    const strict = createWorld({ policy: { mode: 'optional', limit: 1 } })
    expect((await importInto(strict, await rowsOf(3))).counts).toEqual({ ...imported, imported: 3 })
  })

  test('the 101st passkey of a user is refused, and a dry run says so too', async () => {
    const rows = await rowsOf(101)
    for (const dryRun of [true, false]) {
      const { counts, reports } = await importInto(world, rows, { dryRun })
      expect(counts).toEqual({ imported: 100, alreadyThere: 0, refused: 1 })
      expect(reports.at(-1)).toMatchObject({ outcome: 'refused', code: 'limit_reached', field: 'userId' })
    }
    expect((await stateOf(world)).account).toMatchObject({ passkeyCount: 100 })
  })

  test('rows are taken one by one, each after the one before was decided', async () => {
    const rows = await rowsOf(5)
    let taken = 0
    let decided = 0
    const ahead: number[] = []
    async function* source() {
      for (const row of rows) {
        ahead.push(taken - decided)
        taken++
        yield row
      }
    }
    await importInto(world, source(), { report: () => void decided++ })
    expect(ahead).toEqual([0, 0, 0, 0, 0])
    expect(decided).toBe(5)
  })

  test('a report that fails ends the import, and reported passkeys stay stored', async () => {
    const [first, ...rest] = await rowsOf(3)
    const report = () => {
      throw new RangeError('The disk is full.')
    }
    await expect(importInto(world, [first, ...rest], { report })).rejects.toBeInstanceOf(RangeError)
    expect(await exportFrom(world)).toMatchObject([{ id: first?.id }])
  })
})

describe('a passkey that was not imported yet', () => {
  test('is signaled to the browser as unknown: the import comes first', async () => {
    await expect(world.signIn(old.authenticator)).rejects.toMatchObject({
      code: 'credential_not_found',
      signals: { rpId, unknownCredentialId: old.row.id },
    })
  })
})

describe('an account that changes at this moment', () => {
  test('keeps nothing of the row, which can be imported again', async () => {
    const { storage } = world
    let isRaised = false
    const racing: PasskeyStorage = {
      ...storage,
      passkeys: {
        ...storage.passkeys,
        listByUser: async (...asked) => {
          const listed = await storage.passkeys.listByUser(...asked)
          if (!isRaised) await storage.accounts.raiseVersion(sampleAccount({ userId: alice.id }), [])
          isRaised = true
          return listed
        },
      },
    }
    await world.enroll(world.authenticator())
    const raced = createWorld({ storage: racing })
    expect((await importInto(raced, [old.row])).reports).toMatchObject([
      { outcome: 'refused', code: 'account_changed', field: 'userId' },
    ])
    expect((await importInto(raced, [old.row])).counts).toEqual(imported)
  })
})

describe('a store that fails', () => {
  test('ends the import, which can be run again', async () => {
    const rows = [old.row, (await passkeyFromElsewhere(world, bob.id)).row]
    const storage = memoryStorage()
    let calls = 0
    const failing: PasskeyStorage = {
      ...storage,
      passkeys: {
        ...storage.passkeys,
        add: async (...added) => {
          calls++
          if (calls > 1) throw new Error('The connection is gone.')
          return storage.passkeys.add(...added)
        },
      },
    }
    await expect(importInto(createWorld({ storage: failing }), rows)).rejects.toMatchObject({
      code: 'storage_unavailable',
    })
    const again = await importInto(createWorld({ storage }), rows)
    expect(again.reports.map(({ outcome }) => outcome)).toEqual(['already_there', 'imported'])
  })

  test('that answers another user’s passkey is not believed', async () => {
    await world.enroll(world.authenticator(), world.session({ userId: bob.id }))
    const { storage } = world
    const [bobs] = (await stateOf(world, bob.id)).passkeys
    const lying: PasskeyStorage = {
      ...storage,
      passkeys: {
        ...storage.passkeys,
        find: async (rp) => (bobs ? storage.passkeys.find(rp, bobs.id) : undefined),
      },
    }
    await expect(importInto(createWorld({ storage: lying }), [old.row])).rejects.toMatchObject({
      code: 'storage_unavailable',
    })
  })
})

describe('an export', () => {
  test('and an import somewhere else keep everything that an import believes', async () => {
    const bobs = {
      ...(await passkeyFromElsewhere(world, bob.id)).row,
      status: 'suspended' as const,
      suspendedBy: ['environment', 'organization:acme'] as const,
      organizationId: 'acme',
      boundTo: 'acme',
    }
    const rows = [old.row, bobs]
    await importInto(world, rows)
    const lines = (await exportFrom(world)).map((row) => JSON.stringify(row))
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    const elsewhere = createWorld()
    const { counts } = await importInto(
      elsewhere,
      lines.map((line) => JSON.parse(line)),
    )
    expect(counts).toEqual({ ...imported, imported: 2 })
    expect(await exportFrom(elsewhere)).toEqual(await exportFrom(world))
    expect((await elsewhere.signIn(old.authenticator)).userId).toBe(alice.id)
  })

  test('is read page by page, and meets every passkey once', async () => {
    const { storage } = world
    const asked: (string | undefined)[] = []
    const paging: PasskeyStorage = {
      ...storage,
      passkeys: {
        ...storage.passkeys,
        page: (query) => {
          asked.push(query.after)
          return storage.passkeys.page({ ...query, limit: 2 })
        },
      },
    }
    for (let made = 0; made < 5; made++) await world.enroll(world.authenticator())
    const rows = await exportFrom(createWorld({ storage: paging }))
    expect(new Set(rows.map(({ id }) => id)).size).toBe(5)
    expect(asked).toEqual([undefined, rows[1]?.id, rows[3]?.id])
  })
})

describe('what only a developer can do', () => {
  test.each([
    { what: 'no actor', input: { actor: { id: '' } } },
    { what: 'a format that there is not', input: { format: 'toString' as 'latchkey' } },
  ])('$what is a TypeError before anything is read', async ({ input }) => {
    const rows = {
      [Symbol.iterator]() {
        throw new RangeError('It was read.')
      },
    }
    await expect(importInto(world, rows, input)).rejects.toBeInstanceOf(TypeError)
  })
})
