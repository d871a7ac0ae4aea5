import assert from 'node:assert/strict'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  sampleAccount,
  sampleCredentialId,
  samplePasskey,
  sampleSpend,
  sampleTogether,
  sampleUse,
} from './sample-records.js'

const second = samplePasskey({ id: sampleCredentialId('Y3JlZGVudGlhbC10d28'), source: 'recovery' })
const raising = sampleTogether({ spend: [sampleSpend('raise')], accountVersion: 1, raiseVersion: true })

/** `passkeys.add` with `raiseVersion`. */
export const passkeysAddRaiseVersion: readonly ConformanceCase[] = [
  rule('passkeys.add: raises the version if that is requested, and ends what was begun before', async (storage) => {
    await enroll(storage)
    assert.equal(await storage.passkeys.add(second, raising), 'added')
    assert.equal((await storage.passkeys.find(second.rpId, second.id))?.account.version, 2)
    assert.equal(await storage.passkeys.recordUse(sampleUse()), 'account_changed')
    const third = samplePasskey({ id: sampleCredentialId('dGhpcmQ') })
    assert.equal(await storage.passkeys.add(third, { ...raising, spend: [] }), 'account_changed')
  }),

  rule(
    'passkeys.add: raises no version of an account that it creates, nor when it is refused',
    async ({ passkeys, accounts }) => {
      assert.equal(await passkeys.add(samplePasskey(), { ...raising, spend: [], accountVersion: 0 }), 'added')
      assert.equal(await passkeys.add(second, { ...raising, limit: 1 }), 'limit_reached')
      assert.equal((await passkeys.find(second.rpId, samplePasskey().id))?.account.version, 1)
      await accounts.purge(sampleAccount(), () => [])
      const first = samplePasskey({ source: 'invitation' })
      assert.equal(await passkeys.add(first, { ...raising, accountVersion: 2 }), 'added')
      assert.equal((await passkeys.find(first.rpId, first.id))?.account.version, 3)
    },
  ),
]
