import assert from 'node:assert/strict'
import { type ConformanceCase, rule } from './conformance-case.js'
import { keptEventIds } from './kept-event-ids.js'
import { sampleEvent, samplePolicy, sampleRpId } from './sample-records.js'

const acme = samplePolicy({ scope: 'organization:acme', enabled: false, policy: { mode: 'off' }, changedBy: 'admin-1' })

/** `policies.read` and `.write`. */
export const policies: readonly ConformanceCase[] = [
  rule('policies.read: the records of the scopes that exist', async ({ policies }) => {
    await policies.write(samplePolicy(), 0, [])
    await policies.write(acme, 0, [])
    assert.deepEqual(await policies.read(sampleRpId, ['organization:acme', 'organization:none']), [acme])
    assert.deepEqual(
      new Set(await policies.read(sampleRpId, ['environment', 'organization:acme'])),
      new Set([samplePolicy(), acme]),
    )
    assert.deepEqual(await policies.read(sampleRpId, ['organization:acme', 'organization:acme']), [acme])
    assert.deepEqual(await policies.read(sampleRpId, []), [])
  }),

  rule('policies.write: a group has its own scope, beside an organization of the same id', async ({ policies }) => {
    const group = samplePolicy({ scope: 'group:acme', policy: { mode: 'mandatory' } })
    await policies.write(acme, 0, [])
    assert.equal(await policies.write(group, 0, []), 'written')
    assert.deepEqual(await policies.read(sampleRpId, ['group:acme', 'group:other']), [group])
    assert.deepEqual(await policies.read(sampleRpId, ['organization:acme']), [acme])
  }),

  rule('policies.write: a table of decoys has its own scope, and is written once', async ({ policies }) => {
    const table = { counts: [3, 1], models: [{ weight: 4, idBytes: 20, transports: ['internal'], discoverable: null }] }
    const record = samplePolicy({ scope: 'decoys', policy: table })
    await policies.write(samplePolicy(), 0, [])
    const writes = await Promise.all(Array.from({ length: 5 }, () => policies.write(record, 0, [])))
    assert.deepEqual(writes.sort(), [...Array.from({ length: 4 }, () => 'version_conflict'), 'written'])
    assert.deepEqual(await policies.read(sampleRpId, ['decoys']), [record])
    assert.deepEqual(await policies.read(sampleRpId, ['environment']), [samplePolicy()])
  }),

  rule('policies: each relying party has its own', async ({ policies }) => {
    const own = samplePolicy({ policy: { mode: 'mandatory' } })
    const others = ['staging/example.com', 'example.org', 'EXAMPLE.COM'].map((rpId) =>
      samplePolicy({ rpId, policy: { mode: 'off' }, changedBy: rpId }),
    )
    assert.equal(await policies.write(own, 0, []), 'written')
    for (const { rpId } of others) assert.deepEqual(await policies.read(rpId, ['environment']), [])
    for (const other of others) assert.equal(await policies.write(other, 0, []), 'written')
    assert.equal(await policies.write(samplePolicy({ rpId: 'example.org', version: 2 }), 1, []), 'written')
    assert.deepEqual(await policies.read(sampleRpId, ['environment']), [own])
    assert.deepEqual(await policies.read('staging/example.com', ['environment']), [others[0]])
  }),

  rule('policies.write: stores nested policies unchanged', async ({ policies }) => {
    const policy = { prompt: { after: ['password'], snooze: null }, text: 'a\u0000b \ud800', numbers: [0, -1.5] }
    await policies.write(samplePolicy({ policy }), 0, [])
    assert.deepEqual((await policies.read(sampleRpId, ['environment']))[0]?.policy, policy)
  }),

  rule('policies.write: replaces the version it expects, with its events', async (storage) => {
    await storage.policies.write(samplePolicy(), 0, [sampleEvent(1)])
    const next = samplePolicy({ version: 2, policy: { mode: 'mandatory' }, changedBy: 'admin-1' })
    assert.equal(await storage.policies.write(next, 1, [sampleEvent(2)]), 'written')
    assert.deepEqual(await storage.policies.read(sampleRpId, ['environment']), [next])
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id, sampleEvent(2).id])
  }),

  ...[
    ['another version is stored', 2, 3],
    ['there is one and none is expected', 0, 1],
    ['its own version does not follow the expected one', 1, 3],
    ['its own version is the stored one', 1, 1],
  ].map(([why, expectedVersion, version]) =>
    rule(`policies.write: version_conflict when ${why}, and nothing has changed`, async (storage) => {
      await storage.policies.write(samplePolicy(), 0, [])
      const late = samplePolicy({ version: Number(version), policy: { mode: 'off' } })
      assert.equal(await storage.policies.write(late, Number(expectedVersion), [sampleEvent(1)]), 'version_conflict')
      assert.deepEqual(await storage.policies.read(sampleRpId, ['environment']), [samplePolicy()])
      assert.deepEqual(await keptEventIds(storage), [])
    }),
  ),

  rule('policies.write: version_conflict when one is expected and there is none', async ({ policies }) => {
    assert.equal(await policies.write(samplePolicy({ version: 2 }), 1, []), 'version_conflict')
    assert.deepEqual(await policies.read(sampleRpId, ['environment']), [])
  }),
]
