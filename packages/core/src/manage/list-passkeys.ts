import type { PasskeyRecord, UserPasskeys } from '@latchkey/storage'
import type { ListedPasskeyJSON, SignalsJSON } from '@latchkey/wire'
import type { Session } from '../config/host.js'
import type { Deployment } from '../deployment/deployment.js'
import { isUsable } from '../passkey/is-usable.js'
import { showPasskey } from '../passkey/show-passkey.js'
import { type UserNames, userSignals } from '../passkey/user-signals.js'
import { checkMode } from '../policy/check-mode.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkSession } from '../session/check-session.js'
import { mustKeepLast } from './must-keep-last.js'
import { uncountedBeside } from './uncounted-beside.js'

export interface ListInput {
  readonly session: Session | null
  /** What the host calls the user now; with it the `signals` say so too. */
  readonly user?: UserNames | undefined
}

export interface PasskeyList {
  /** Oldest first. */
  readonly passkeys: readonly ListedPasskeyJSON[]
  readonly signals: SignalsJSON
}

/**
 * The user's passkeys, suspended ones included, each with whether the user may remove it.
 *
 * @throws {PasskeyError} `not_signed_in`, `passkeys_off`
 */
export async function listPasskeys(deployment: Deployment, { session, user }: ListInput): Promise<PasskeyList> {
  const { settings, store, policies } = deployment
  checkSession(session)
  const policy = await policies.forUser(session.userId, session.organizationId)
  checkMode(policy)
  const listed = await store.passkeys.listByUser(settings.relyingParty.id, session.userId)
  const last = await lastToKeep(deployment, policy, listed)
  const passkeys = listed.passkeys.map((passkey) => ({
    ...showPasskey(passkey, settings),
    ...removability(passkey, last),
  }))
  return { passkeys, signals: userSignals(settings.relyingParty.id, listed, user) }
}

/** The usable passkeys of which none may go, because nothing that counts would be left. */
async function lastToKeep(
  deployment: Deployment,
  policy: EffectivePolicy,
  { passkeys, account }: UserPasskeys,
): Promise<readonly PasskeyRecord[]> {
  const active = passkeys.filter(({ status }) => status === 'active')
  const usable = active.filter((passkey) => isUsable(passkey, policy))
  const last = usable.filter((passkey) => active.length <= 1 + uncountedBeside(passkey, active, policy))
  if (!account || last.length === 0) return []
  return (await mustKeepLast(deployment, policy, account.userId)) ? last : []
}

function removability(
  passkey: PasskeyRecord,
  last: readonly PasskeyRecord[],
): Pick<ListedPasskeyJSON, 'removable' | 'whyNotRemovable'> {
  if (passkey.status === 'suspended') return { removable: false, whyNotRemovable: 'suspended' }
  return last.includes(passkey) ? { removable: false, whyNotRemovable: 'last_way_in' } : { removable: true }
}
