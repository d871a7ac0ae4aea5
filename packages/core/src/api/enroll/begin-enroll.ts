import type { AuthenticatorAttachment } from '@latchkey/wire'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { HostUser, Session } from '../../host/host.js'
import {
  type BegunEnroll,
  beginOwnEnrollment,
  checkOwnUser,
  readOwnEnrollment,
} from '../../registration/own-enrollment.js'
import { checkMayUpgrade } from './may-upgrade.js'

/** What `enroll.begin` takes. */
export interface EnrollBeginInput {
  /** The user of the new passkey, as the authenticator shows it. The id must be the session's. */
  readonly user: HostUser
  readonly session: Session | null
  /**
   * The organization to record with the passkey if the session names none: one of the user's. The strictest policy of
   * all of them applies.
   */
  readonly organizationId?: string | undefined
  /** Only this kind of authenticator. */
  readonly attachment?: AuthenticatorAttachment | undefined
  /**
   * The browser creates the passkey without asking the user. Only where the policy's `prompt.automatic` allows it,
   * within five minutes of a sign-in with a password in this session. Default: false.
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
