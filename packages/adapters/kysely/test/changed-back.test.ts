import type { PGlite } from '@electric-sql/pglite'
import { kyselyStorage, pglitePool } from '@latchkey/kysely'
import type { PasskeyStorage } from '@latchkey/storage'
import { samplePasskey, sampleTarget, sampleTogether, sampleUse } from '@latchkey/testing'
import { Kysely, PostgresDialect } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPglite } from '../../../../test-support/databases/open-pglite.js'

describe('recordUse, if an admin reinstates the passkey between the refusal and the search for its reason', () => {
  let db: Kysely<unknown>
  let storage: PasskeyStorage
  let reinstatements: number

  beforeEach(async () => {
    const database = openPglite()
    const query: PGlite['query'] = async (sql, parameters) => {
      if (reinstatements > 0 && sql.includes('latchkey_spent') && sql.startsWith('select')) {
        reinstatements--
        await database.query("update latchkey_passkeys set status = 'active'")
      }
      return database.query(sql, parameters)
    }
    const pool = pglitePool({ query, close: () => database.close() })
    db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
    storage = kyselyStorage(db)
    reinstatements = 0
    await storage.schema?.migrate()
    await storage.passkeys.add(samplePasskey(), sampleTogether())
    await storage.passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, [])
    reinstatements = 1
  })

  afterEach(() => db.destroy())

  test('the use is recorded: nothing stands against it any more', async () => {
    expect(await storage.passkeys.recordUse(sampleUse())).toBe('recorded')
  })

  test('what stands against it besides is what is answered', async () => {
    expect(await storage.passkeys.recordUse(sampleUse({ expectedSignCount: 7 }))).toBe('sign_count_moved')
    expect(await storage.passkeys.recordUse(sampleUse({ accountVersion: 7 }))).toBe('account_changed')
  })
})
