import type { PasskeyStorage, PasskeyWithAccount } from '@latchkey/storage'
import { sampleAccount } from '../conformance/sample-records.js'
import { type HostileStorage, type LieAbout, withPasskeys } from './hostile-storage.js'

/** Finds the attacker's passkey as it once was; everything else is current. */
function asItWas(change: (now: PasskeyWithAccount) => PasskeyWithAccount): HostileStorage['lie'] {
  return (honest, { attacker }) =>
    withPasskeys(honest, (passkeys) => ({
      find: async (rpId, id) => {
        const found = await passkeys.find(rpId, id)
        return found !== undefined && id === attacker.id ? change(found) : found
      },
    }))
}

/** Another device has used the passkey meanwhile, far ahead of the attacker's authenticator. */
async function advanceSignCount({ passkeys }: PasskeyStorage, { attacker }: LieAbout): Promise<void> {
  const found = await passkeys.find(attacker.rpId, attacker.id)
  if (found === undefined) throw new TypeError('Enroll the attacker first.')
  const { signCount, backupEligible = false, backedUp, userVerified, createdAt } = found.passkey
  await passkeys.recordUse({
    ...attacker,
    spend: { id: 'use-by-another-device', expiresAt: createdAt },
    accountVersion: found.account.version,
    expectedSignCount: signCount,
    change: { signCount: 1_000_000, lastUsedAt: createdAt, backupEligible, backedUp, userVerified },
    events: [],
  })
}

/** Stores that return old values, like a replica that lags; the verbs that change are honest. */
export const staleAnswers: readonly HostileStorage[] = [
  {
    name: 'find says active of a passkey that is suspended',
    attackerHopes: 'to sign in with a passkey that was taken out of use',
    attackedBy: 'sign-in',
    prepare: async ({ passkeys }, { attacker }) => {
      await passkeys.setStatus(attacker, { scope: 'environment', status: 'suspended' }, [])
    },
    lie: asItWas(({ passkey, account }) => ({ passkey: { ...passkey, status: 'active', suspendedBy: [] }, account })),
  },
  {
    name: 'find returns an old sign count',
    attackerHopes: 'to sign in with a copy of an authenticator that has counted on',
    attackedBy: 'sign-in',
    prepare: advanceSignCount,
    lie: asItWas(({ passkey, account }) => ({ passkey: { ...passkey, signCount: 0 }, account })),
  },
  {
    name: 'find returns an old version of the account',
    attackerHopes: 'to sign in past a recovery that has invalidated everything',
    attackedBy: 'sign-in',
    prepare: async ({ accounts }, { attacker }) => {
      await accounts.raiseVersion(sampleAccount({ rpId: attacker.rpId, userId: attacker.userId }), [])
    },
    lie: asItWas(({ passkey, account }) => ({ passkey, account: { ...account, version: account.version - 1 } })),
  },
  {
    name: 'find answers a passkey that was removed',
    attackerHopes: 'to sign in with a passkey that is gone',
    attackedBy: 'sign-in',
    lie: (honest, { attacker }) =>
      withPasskeys(honest, (passkeys) => ({
        find: async (rpId, id) => {
          const found = await passkeys.find(rpId, id)
          if (id === attacker.id) await passkeys.remove(attacker, { keepLastActive: false, at: Date.now(), events: [] })
          return found
        },
      })),
  },
]
