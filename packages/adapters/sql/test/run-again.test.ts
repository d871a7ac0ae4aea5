import { betterSqlite3, sqlStorage } from '@latchkey/sql'
import { samplePasskey, sampleTogether, sampleUse } from '@latchkey/testing'
import Libsql from 'libsql'
import { expect, test } from 'vitest'

test('what the database has undone is run again, a read that locks too', async () => {
  const executor = betterSqlite3(new Libsql(':memory:'))
  const undone: string[] = []
  const storage = sqlStorage({
    ...executor,
    run: async (text, values) => {
      const isLockingRead = text.includes('select passkey.status')
      if (isLockingRead && undone.length < 2) {
        undone.push(text)
        throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })
      }
      return executor.run(text, values)
    },
  })
  await storage.schema.migrate()
  await storage.passkeys.add(samplePasskey(), sampleTogether())
  expect(await storage.passkeys.recordUse(sampleUse({ accountVersion: 7 }))).toBe('account_changed')
  expect(undone).toHaveLength(2)
})
