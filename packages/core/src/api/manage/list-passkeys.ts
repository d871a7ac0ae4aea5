import type { PasskeyRecord, UserPasskeys } from '@latchkey/storage'
import type { ListedPasskeyJSON, SignalsJSON } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { trustToday } from '../../context/trust-today.js'
import type { Session } from '../../host/host.js'
import { passkeyJson, type UserNames, userSignals } from '../../passkey/passkey-json.js'
import { isSuspendedByOthers, isUsable, statusAt } from '../../passkey/usability.js'
import { checkMode } from '../../policy/policy-checks.js'
import { type CooldownRule, isCoolingDown } from '../../session/cooldown.js'
import { boundsOf, checkOwnSession, checkSession } from '../../session/session.js'
import { countUnusableOthers, keepsLastPasskey, type PasskeysHere } from './keeps-last-passkey.js'

/** What `manage.list` takes. */
export interface ListInput extends RelyingPartyInput {
  readonly session: Session | null
  /**
   * The user's current names in your app. They are added to `signals`.
   *
   * @default `signals` name no user
   */
  readonly user?: UserNames | undefined
}

/** What `manage.list` returns. */
export interface PasskeyList {
  /** Oldest first. */
  readonly passkeys: readonly ListedPasskeyJSON[]
  readonly signals: SignalsJSON
}

/** Lists the user's passkeys, suspended ones included. See `Passkeys`. */
export async function listPasskeys(context: Context, { session, user }: ListInput): Promise<PasskeyList> {
  const { settings, store, policies } = context
  checkSession(session, context.settings.now())
  const policy = await policies.forUser(session.userId, session.organizationId)
  checkMode(policy)
  const listed = await store.passkeys.listByUser(settings.relyingParty.id, session.userId)
  const { organizationId } = session
  const bounds = boundsOf(session, listed.passkeys)
  const own = listed.passkeys.map(await trustToday(context, policy))
  const last = await lastToKeep(context, { ...listed, policy, organizationId, passkeys: own })
  const rule = { seconds: policy.newPasskeyCooldown, passkeys: own, methods: session.methods, now: settings.now() }
  const passkeys = await Promise.all(
    own.map(async (passkey) => ({
      ...(await passkeyJson(passkey, settings)),
      status: statusAt(passkey, organizationId),
      ...removability(passkey, { last, bounds, rule }),
    })),
  )
  return { passkeys, signals: userSignals(settings.relyingParty.id, listed, user) }
}

/** The usable passkeys that cannot be removed, because no other sign-in method would remain. */
async function lastToKeep(
  context: Context,
  { passkeys, account, policy, organizationId }: PasskeysHere & UserPasskeys,
): Promise<readonly PasskeyRecord[]> {
  const active = passkeys.filter(({ status }) => status === 'active')
  const usable = active.filter((passkey) => isUsable(passkey, policy))
  const here = { passkeys: active, policy, organizationId }
  const last = usable.filter((passkey) => active.length <= 1 + countUnusableOthers(passkey, here))
  if (!account || last.length === 0) return []
  return (await keepsLastPasskey(context, policy, account.userId)) ? last : []
}

interface Keeping {
  /** Those that the policy protects. */
  readonly last: readonly PasskeyRecord[]
  /** The organizations that the session is bound to. A bound session removes only passkeys that are bound there. */
  readonly bounds: ReadonlySet<string>
  readonly rule: CooldownRule
}

function removability(
  passkey: PasskeyRecord,
  { last, bounds, rule }: Keeping,
): Pick<ListedPasskeyJSON, 'removable' | 'whyNotRemovable'> {
  const isOutOfReach = bounds.size > 0 && !bounds.has(passkey.boundTo ?? '')
  if (isOutOfReach) return { removable: false, whyNotRemovable: 'forbidden' }
  if (isSuspendedByOthers(passkey)) return { removable: false, whyNotRemovable: 'suspended' }
  if (isCoolingDown({ ...rule, removed: passkey })) return { removable: false, whyNotRemovable: 'cooling_down' }
  return last.includes(passkey) ? { removable: false, whyNotRemovable: 'last_sign_in_method' } : { removable: true }
}

/** What `manage.signals` takes. */
export interface SignalsInput extends RelyingPartyInput {
  readonly session: Session | null
  /** The user's current names in your app. */
  readonly user: UserNames
}

/** The signals for all of the user's passkeys. See `Passkeys`. */
export async function listSignals(context: Context, { session, user }: SignalsInput): Promise<SignalsJSON> {
  const { settings, store, policies } = context
  checkOwnSession(session, context.settings.now())
  checkMode(await policies.forUser(session.userId, session.organizationId))
  const rpId = settings.relyingParty.id
  return userSignals(rpId, await store.passkeys.listByUser(rpId, session.userId), user)
}
