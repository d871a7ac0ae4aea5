import type { CodeRecord } from '@latchkey/storage'
import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import type { Settings } from '../../config/settings.js'
import { PasskeyError } from '../../errors.js'
import type { OtpPurpose } from '../../host/host.js'

/** What a one-time code is for. Any other use of the same row has another code. */
export interface OtpUse {
  readonly userId: string
  readonly purpose: OtpPurpose
  /** Digest of the browser that requested it. */
  readonly binding: string
  /** What else must be the same when it is typed, such as the sign-in of the session. */
  readonly boundTo: string | number
}

/** How long a code can be typed. */
export const otpLifeMs = 10 * 60_000
/** How long the ceremony that it leads to can be finished. */
const ceremonyMs = 10 * 60_000
const mostTries = 5
/** Over all codes of a user. */
const dailyTries = 15
const daySeconds = 86_400
/** A right code begins at most so many ceremonies. */
const mostRedemptions = 20
const codeDigits = 6

/** The codes of a user, oldest first. One can be typed at most: a new one is made when no other can. */
export type OtpRows = readonly CodeRecord[]

/** The row whose code can be typed now. */
export function liveRow(rows: OtpRows, now: number): CodeRecord | undefined {
  return rows.findLast(
    (row) => row.usedAt === undefined && endOfRow(row) > now && row.triesLeft > 0 && row.redemptionsLeft > 0,
  )
}

/** When its code can no longer be typed, epoch milliseconds. */
export function endOfRow({ createdAt }: Pick<CodeRecord, 'createdAt'>): number {
  return createdAt + otpLifeMs
}

/** What the rows of the last day leave, and when they leave more. */
export interface TriesLeft {
  readonly left: number
  /** Epoch milliseconds. */
  readonly resetsAt: number
}

/**
 * How many wrong codes a user has left at this time. A row was created with no more tries than were left then, so
 * simultaneous tries never exceed the day's.
 */
function triesLeft(rows: OtpRows, now: number): TriesLeft {
  const wrongs: Wrong[] = []
  for (const row of rows) {
    const granted = Math.min(mostTries, remaining(wrongs, row.createdAt).left)
    wrongs.push({ at: endOfRow(row), count: Math.max(0, granted - row.triesLeft) })
  }
  return remaining(wrongs, now)
}

/** The wrong tries of one row, at the latest when it ended. */
interface Wrong {
  readonly at: number
  readonly count: number
}

function remaining(wrongs: readonly Wrong[], now: number): TriesLeft {
  const since = now - daySeconds * 1000
  const counted = wrongs.filter(({ at, count }) => at > since && count > 0)
  const used = counted.reduce((sum, { count }) => sum + count, 0)
  const [first = now] = counted.map(({ at }) => at)
  return { left: Math.max(0, dailyTries - used), resetsAt: first + daySeconds * 1000 }
}

/**
 * The row after these. Its id is derived from theirs: of two simultaneous requests only one can store it, and the other
 * finds it.
 */
export async function nextRow(
  settings: Settings,
  { userId, rows, createdAt }: { readonly userId: string; readonly rows: OtpRows; readonly createdAt: number },
): Promise<CodeRecord> {
  const before = rows.map((row) => row.id).sort()
  const digest = await digestOf(settings, ['id', userId, ...before])
  const id = encodeBase64url(digest.slice(0, 16))
  return {
    id,
    purpose: 'otp',
    rpId: settings.relyingParty.id,
    userId,
    hash: await hashOfRow(settings, { id }),
    triesLeft: Math.min(mostTries, triesLeft(rows, createdAt).left),
    redemptionsLeft: mostRedemptions,
    createdAt,
    expiresAt: createdAt + otpLifeMs + ceremonyMs,
  }
}

/** What the store compares. It says nothing about the code: core compares that, and passes a wrong hash for a wrong code. */
export function hashOfRow(settings: Settings, { id }: Pick<CodeRecord, 'id'>): Promise<Uint8Array> {
  return digestOf(settings, ['row', id])
}

/** A hash that no row has. The store counts a try for it. */
export function wrongHash(settings: Settings, { id }: Pick<CodeRecord, 'id'>): Promise<Uint8Array> {
  return digestOf(settings, ['wrong', id])
}

/** The code of a row for one use: derived, so that it can be sent again and is stored nowhere. */
export async function otpOf(settings: Settings, { id, createdAt }: CodeRecord, use: OtpUse): Promise<string> {
  const { purpose, binding, boundTo } = use
  const digest = await digestOf(settings, ['code', id, createdAt, purpose, binding, boundTo])
  const number = new DataView(digest.buffer, digest.byteOffset, digest.byteLength).getBigUint64(0)
  return (number % 10n ** BigInt(codeDigits)).toString().padStart(codeDigits, '0')
}

const isOtp = new RegExp(`^\\d{${codeDigits}}$`)

/** A code as it was typed, in one form; undefined if no code has that form. */
export function parseOtp(normalized: string | undefined): string | undefined {
  return normalized !== undefined && isOtp.test(normalized) ? normalized : undefined
}

const text = new TextEncoder()

/** The key is derived from the decoy secret, as that of every code is. */
async function digestOf(
  { decoySecret, environment, relyingParty }: Settings,
  parts: readonly (string | number)[],
): Promise<Uint8Array> {
  const name = JSON.stringify(['latchkey/v1 otp', environment, relyingParty.id])
  const key = await platform.hmacSha256(decoySecret, text.encode(name))
  return platform.hmacSha256(key, text.encode(JSON.stringify(parts)))
}

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
