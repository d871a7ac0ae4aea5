import type { AccountRecord } from '@latchkey/storage'
import type { AuthenticatorAttachment } from '@latchkey/wire'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import type { Actor } from '../../events/create-event.js'
import type { HostUser, Session } from '../../host/host.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { isFederated } from '../../prompt/decide-prompt.js'
import { beginForUser, readAdminEnrollment } from '../../registration/admin-enrollment.js'
import {
  type BegunEnroll,
  beginOwnEnrollment,
  checkOwnUser,
  readOwnEnrollment,
} from '../../registration/own-enrollment.js'
import { checkStrongest } from '../../session/session.js'

/** What `enroll.begin` takes. */
export interface EnrollBeginInput extends RelyingPartyInput {
  /** The user of the new passkey, as the authenticator shows it. The id must be the session's. */
  readonly user: HostUser
  readonly session: Session | null
  /**
   * The organization to record with the passkey if the session names none: one of the user's. The strictest policy of
   * all of them applies.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string | undefined
  /**
   * Only this kind of authenticator.
   *
   * @default as the policy says
   */
  readonly attachment?: AuthenticatorAttachment | undefined
  /**
   * The browser creates the passkey without asking the user. Only where the policy's `prompt.automatic` allows it,
   * within five minutes of a sign-in with a password in this session.
   *
   * @default false
   */
  readonly conditional?: boolean | undefined
  readonly binding: Binding
}

/**
 * Begins to add a passkey for the signed-in user: writes nothing. The user's existing passkeys are excluded, so that
 * no authenticator creates a second. See `Passkeys`.
 */
export async function beginEnroll(context: Context, input: EnrollBeginInput): Promise<BegunEnroll> {
  const { settings } = context
  const { user, organizationId, attachment, conditional: silent = false, binding } = input
  if (typeof silent !== 'boolean') throw new TypeError('enroll.begin: conditional must be true or false.')
  const session = checkOwnUser(context, { user, session: input.session, method: 'enroll.begin' })
  const enrollment = await readOwnEnrollment(context, { session, organizationId })
  const { policy, held } = enrollment
  if (silent) checkMayUpgrade(settings, { session, policy, account: held.account, begunAt: settings.now() })
  return beginOwnEnrollment(context, enrollment, { user, attachment, silent, binding })
}

/** What `admin.enroll.begin` takes. */
export interface AdminEnrollBeginInput extends RelyingPartyInput {
  /** The user of the new passkey, as the authenticator shows it. */
  readonly user: HostUser
  /**
   * The organization that the admin acts for, one of the user's. Its policy applies.
   *
   * @default the one of the actor's scope
   */
  readonly organizationId?: string | undefined
  /**
   * Only this kind of authenticator.
   *
   * @default as the policy says
   */
  readonly attachment?: AuthenticatorAttachment | undefined
  /** The admin who begins. The same admin must finish. */
  readonly actor: Actor
  /** A secret of the browser in which the passkey is created. */
  readonly binding: Binding
}

/**
 * An admin begins to add a passkey for a user, for example at a help desk: writes nothing. The rules for users who
 * enroll apply, except for the recent sign-in: your app checks that, and who may enroll, before it calls. See
 * `AdminApi`.
 */
export async function beginAdminEnroll(context: Context, input: AdminEnrollBeginInput): Promise<BegunEnroll> {
  const { user, organizationId, attachment, actor, binding } = input
  const enrollment = await readAdminEnrollment(context, { userId: user.id, organizationId, actor })
  return beginForUser(context, enrollment, { user, attachment, actor, binding })
}

/** A signed-in user whose browser is to create a passkey silently. */
export interface Upgrader {
  readonly session: Session
  /** Today's policy. */
  readonly policy: EffectivePolicy
  readonly account: AccountRecord | undefined
  /** Epoch milliseconds: when the ceremony began. */
  readonly begunAt: number
}

/** How long after the password, in seconds. */
const longestAfterPassword = 300

/**
 * A passkey may be created silently: the policy allows it, the user has just signed in with a password, and has not
 * refused passkeys. This comes on top of the rules for every enrollment.
 *
 * @throws {PasskeyError} `forbidden`; `recent_authentication_required` without a password in the last five minutes.
 */
export function checkMayUpgrade({ now }: Pick<Settings, 'now'>, { session, policy, account, begunAt }: Upgrader): void {
  const { prompt, trust } = policy
  const isOffered = prompt.automatic && !trust.require
  if (!isOffered || account?.prompt.never || isFederated(session)) throw new PasskeyError('forbidden')
  checkStrongest(session, ['password'], { within: longestAfterPassword, begunAt, now: now() })
}
