import type { CodeRecord } from '@latchkey/storage'
import type { SentOtpJSON } from '@latchkey/wire'
import { type Binding, digestBinding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import { countUser } from '../../context/rate-limits.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, type EventContext } from '../../events/create-event.js'
import type { OtpPurpose } from '../../host/host.js'
import { checkTriesLeft, endOfRow, liveRow, nextRow, type OtpRows, otpOf } from './otp-row.js'

export interface OtpRequest {
  readonly userId: string
  readonly purpose: OtpPurpose
  readonly binding: Binding
  /** As in `OtpUse`. */
  readonly boundTo: string | number
  readonly eventContext: EventContext
}

/** For each user, over all purposes. */
const sends = { most: 5, windowSeconds: 3600 } as const

/**
 * Your app sends the user a code. While one can be typed, the same is sent again, with the tries that it has left.
 *
 * @throws {PasskeyError} `forbidden` without `host.sendCode`; `too_many_tries`, `storage_unavailable`
 * @throws what `host.sendCode` rejects with.
 */
export async function sendOtp(context: Context, request: OtpRequest): Promise<SentOtpJSON> {
  const { settings, store } = context
  const { userId, purpose, boundTo } = request
  const { host } = settings
  if (!host.sendCode) throw new PasskeyError('forbidden', { cause: new Error('A one-time code needs host.sendCode.') })
  const binding = await digestBinding(request.binding)
  const rows = await store.codes.list(settings.relyingParty.id, userId, 'otp')
  checkTriesLeft(rows, settings.now())
  await countUser(settings, { userId, name: 'otpSends', limit: sends })
  const row = await openRow(context, rows, request)
  const code = await otpOf(settings, row, { userId, purpose, binding, boundTo })
  const expiresAt = endOfRow(row)
  await host.sendCode({ userId, code, purpose, expiresAt })
  return { expiresAt }
}

/** The row whose code can be typed, or a new one. Of simultaneous requests one creates it, and the others find it. */
async function openRow(
  context: Context,
  rows: OtpRows,
  { userId, purpose, eventContext }: OtpRequest,
): Promise<CodeRecord> {
  const { settings, store } = context
  const requested = [createEvent('otp.requested', { purpose }, eventContext)]
  const live = liveRow(rows, settings.now())
  if (live) {
    await store.events.append(requested)
    return live
  }
  const row = await nextRow(settings, { userId, rows, createdAt: settings.now() })
  try {
    await store.codes.create([row], requested)
    return row
  } catch (cause) {
    const now = await store.codes.list(row.rpId, userId, 'otp')
    const theirs = now.find(({ id }) => id === row.id)
    if (!theirs) throw cause
    await store.events.append(requested)
    return theirs
  }
}
