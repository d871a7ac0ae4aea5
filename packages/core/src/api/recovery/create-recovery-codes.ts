import type { CodeRecord } from '@latchkey/storage'
import type { RecoveryCodesJSON } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import { policyForSession } from '../../context/policy-reader.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, userEventContext } from '../../events/create-event.js'
import type { Session } from '../../host/host.js'
import { checkMode } from '../../policy/policy-checks.js'
import { checkRecoveryOn } from '../../registration/code-policy.js'
import { checkCooldown } from '../../session/cooldown.js'
import { boundOrganization, checkOwnSession, checkRecent } from '../../session/session.js'
import { digestRecoveryCode, newRecoveryCode, parseRecoveryCode } from './recovery-code.js'

/** The input of `recovery.createCodes`. */
export interface RecoveryCreateInput extends RelyingPartyInput {
  readonly session: Session | null | undefined
}

const setSize = 10
/** A right code begins at most so many ceremonies. */
const mostRedemptions = 20

/** The user has these ten recovery codes and no others. Documented on `Passkeys`. */
export async function createRecoveryCodes(
  context: Context,
  { session }: RecoveryCreateInput,
): Promise<RecoveryCodesJSON> {
  const { settings, store } = context
  checkOwnSession(session, settings.now())
  const { userId } = session
  const rpId = settings.relyingParty.id
  const { policy, organizationId } = await policyForSession(context, session, undefined)
  checkMode(policy)
  checkRecoveryOn(policy)
  const { passkeys, account } = await store.passkeys.listByUser(rpId, userId)
  if (boundOrganization(session, passkeys) !== undefined) throw new PasskeyError('forbidden')
  const createdAt = settings.now()
  checkRecent(session, { within: policy.recentAuthentication.recoveryCodes, begunAt: createdAt, now: createdAt })
  const seconds = policy.newPasskeyCooldown
  checkCooldown({ seconds, passkeys, methods: session.methods, now: createdAt })
  const codes = Array.from({ length: setSize }, () => newRecoveryCode(settings))
  const records = await Promise.all(codes.map((code) => toRecord(context, { code, userId, createdAt })))
  const created = createEvent(
    'recovery.codes_created',
    { count: setSize },
    userEventContext(context, { userId, organizationId }),
  )
  const condition = seconds === 0 ? undefined : { addedCount: account?.addedCount ?? 0 }
  const outcome = await store.codes.replaceSet(rpId, userId, 'recovery', records, [created], condition)
  if (outcome === 'changed') throw new PasskeyError('account_changed')
  return { codes, createdAt }
}

interface NewCode {
  readonly code: string
  readonly userId: string
  readonly createdAt: number
}

async function toRecord({ settings }: Context, { code, userId, createdAt }: NewCode): Promise<CodeRecord> {
  const digest = await digestRecoveryCode(settings, { userId }, parseRecoveryCode(code) ?? '')
  const rpId = settings.relyingParty.id
  return { ...digest, purpose: 'recovery', rpId, userId, triesLeft: 1, redemptionsLeft: mostRedemptions, createdAt }
}
