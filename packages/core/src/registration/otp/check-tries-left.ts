import { PasskeyError } from '../../errors.js'
import { dailyTries, daySeconds, type OtpRows, triesLeft } from './otp-row.js'

/**
 * The user has tries left today. Nothing but one-time codes is closed otherwise.
 *
 * @throws {PasskeyError} `too_many_tries`
 */
export function checkTriesLeft(rows: OtpRows, now: number): void {
  const { left, resetsAt } = triesLeft(rows, now)
  if (left > 0) return
  const retryAfterSeconds = Math.max(1, Math.ceil((resetsAt - now) / 1000))
  const limit = { name: 'otpTries', most: dailyTries, windowSeconds: daySeconds, retryAfterSeconds }
  throw new PasskeyError('too_many_tries', { limit })
}
