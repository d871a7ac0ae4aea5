import type { DeliveryEndpoint, PasskeyEvent } from '@latchkey/core'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createWorld } from '../../world.js'
import { openSqlite } from '../sqlite.js'

/** The longest that each can be: an emoji has four bytes. */
const longestName = '😀'.repeat(100)
const longestId = '😀'.repeat(255)
const endpointId = 'e'.repeat(64)

/** A user of the longest ids, who renames a passkey of the longest id from one longest name to another. */
async function withLongestEvents(change: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld({ host: { organizationsOf: () => [longestId] }, logger: { warn: () => {} }, ...change })
  const session = world.session({ userId: longestId, organizationId: longestId })
  const { passkey } = await world.enroll(world.authenticator({ credentialIdLength: 1023 }), session, longestName)
  await world.passkeys.manage.rename({ session, id: passkey.id, name: longestName.replace('😀', '😎') })
  return world
}

test('a delivery has less than 3 kB in the database, whatever the endpoint returned', async () => {
  const storage = await openSqlite(':memory:')
  const world = await withLongestEvents({ storage })
  const to: DeliveryEndpoint = {
    id: endpointId,
    deliver: async () => ({ result: 'failed', reason: '😀'.repeat(1_000_000) }),
  }
  await world.passkeys.events.deliver({ to })
  const { rows } = await sql<Record<string, unknown>>`select * from latchkey_deliveries`.execute(storage.db)
  const sizes = rows.map((row) => Object.values(row).reduce<number>((sum, it) => sum + bytesOf(it), 0))
  expect(sizes).toHaveLength(2)
  expect(Math.max(...sizes)).toBeLessThan(3000)
  expect(Math.max(...sizes)).toBeGreaterThan(2000)
  await storage.close()
})

test('the data of an event has less than 4 kB, and the whole event less than 8 kB', async () => {
  const world = await withLongestEvents()
  const events: PasskeyEvent[] = []
  await world.passkeys.events.deliver({ to: (event) => void events.push(event) })
  const renamed = events.find(({ name }) => name === 'passkey.renamed')
  expect(renamed).toMatchObject({ userId: longestId, organizationId: longestId })
  expect(bytesOf(JSON.stringify(renamed?.data))).toBeLessThan(4000)
  expect(bytesOf(JSON.stringify(renamed))).toBeLessThan(8000)
})

function bytesOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') return 8
  return typeof value === 'string' ? Buffer.byteLength(value) : 0
}
