import assert from 'node:assert/strict'
import type { PasskeyRecord, PasskeyStorage } from '@latchkey/storage'
import { samplePasskey, sampleSpend, sampleTogether } from './sample-records.js'

/** Stores the passkey, in an account at its present version; whatever the limit, with a ceremony of its own. */
export async function enroll(storage: PasskeyStorage, change: Partial<PasskeyRecord> = {}): Promise<PasskeyRecord> {
  const { account } = await storage.passkeys.listByUser(
    change.rpId ?? samplePasskey().rpId,
    change.userId ?? samplePasskey().userId,
  )
  const passkey = samplePasskey({ ...(account && { userHandle: account.userHandle }), ...change })
  const ceremony = `enroll-${account?.passkeyCount ?? 0}-${passkey.rpId}-${passkey.userId}`
  const spend = [sampleSpend([...ceremony].slice(0, 255).join(''))]
  const accountVersion = account?.version ?? 0
  const answer = await storage.passkeys.add(passkey, sampleTogether({ spend, accountVersion, limit: 1000 }))
  assert.equal(answer, 'added')
  return passkey
}
