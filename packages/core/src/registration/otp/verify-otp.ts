import type { CodeRecord } from '@latchkey/storage'
import { platform } from '#platform'
import { type Binding, digestBinding, type VerifiedOtp } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { sameText } from '../../platform/constant-time.js'
import { normalizedCode } from '../typed-code.js'
import { checkTriesLeft, hashOfRow, liveRow, type OtpUse, otpOf, parseOtp, wrongHash } from './otp-row.js'

export interface TypedOtp extends Omit<OtpUse, 'binding'> {
  readonly typed: unknown
  readonly binding: Binding
  readonly clientAddress: string | undefined
}

/**
 * The user has typed the code that was sent for this use. A wrong one counts a try; what cannot be a code does not.
 *
 * @throws {PasskeyError} `code_invalid`, `too_many_tries`, `storage_unavailable`
 */
export function verifyOtp(context: Context, { clientAddress, ...typed }: TypedOtp): Promise<VerifiedOtp> {
  return context.refusalCounts.run({ event: 'otp.failed', clientAddress }, () => readOtp(context, typed))
}

async function readOtp(
  { settings, store }: Context,
  { typed, binding, ...use }: Omit<TypedOtp, 'clientAddress'>,
): Promise<VerifiedOtp> {
  const { userId } = use
  const digits = parseOtp(normalizedCode(typed))
  const bindingDigest = await digestBinding(binding)
  const now = settings.now()
  const rows = await store.codes.list(settings.relyingParty.id, userId, 'otp')
  checkTriesLeft(rows, now)
  const row = liveRow(rows, now)
  if (!row || digits === undefined) throw new PasskeyError('code_invalid')
  const isRight = sameText(digits, await otpOf(settings, row, { ...use, binding: bindingDigest }))
  const tried = await tryRow({ settings, store }, row, isRight)
  if (tried === 'refused') throw new PasskeyError('code_invalid')
  const { id, createdAt: requestedAt, expiresAt = now } = row
  return { id, expiresAt, requestedAt }
}

/** Counts the redemption or the wrong try, for all processes together. */
async function tryRow(
  { settings, store }: Pick<Context, 'settings' | 'store'>,
  row: CodeRecord,
  isRight: boolean,
): Promise<'right' | 'refused'> {
  const hash = isRight ? await hashOfRow(settings, row) : await wrongHash(settings, row)
  const tried = await store.codes.tryRedeem(row.id, hash, settings.now())
  if (tried === 'refused') return tried
  const { purpose, rpId, userId, usedAt } = tried.code
  const isOwn = purpose === 'otp' && rpId === row.rpId && userId === row.userId && usedAt === undefined
  if (!isRight || !isOwn || !platform.equal(tried.code.hash, hash)) throw new PasskeyError('storage_unavailable')
  return 'right'
}
