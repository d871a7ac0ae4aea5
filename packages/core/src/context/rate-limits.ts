import type { RateCount, RateStore } from '@latchkey/storage'
import { encodeBase64url } from '@latchkey/wire'
import ipaddr from 'ipaddr.js'
import { platform } from '#platform'
import { type Limit, type LimitName, limitTable } from '../config/limits.js'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'

/** What is counted, and how often it may be. */
export interface Hit {
  readonly name: string
  readonly key: string
  readonly limit: Limit
  /** What is protected: as in the table of limits. */
  readonly protects: 'work' | 'code'
}

/**
 * Counts a hit, for all processes together.
 *
 * @throws {PasskeyError} `too_many_tries`, with `limit`; `storage_unavailable` if a code could be guessed and the rate
 *   store does not count.
 */
async function countHit({ storage, now }: Settings, { name, key, limit, protects }: Hit): Promise<void> {
  const at = now()
  const window = await hit(storage.rates, key, { limit, at }).catch((cause: unknown) => {
    if (protects === 'code') throw new PasskeyError('storage_unavailable', { cause })
    return undefined
  })
  if (window === undefined || window.count <= limit.most) return
  const { most, windowSeconds } = limit
  const retryAfterSeconds = Math.max(1, Math.ceil((window.resetsAt - at) / 1000))
  throw new PasskeyError('too_many_tries', { limit: { name, most, windowSeconds, retryAfterSeconds } })
}

async function hit(
  rates: RateStore,
  key: string,
  { limit, at }: { readonly limit: Limit; readonly at: number },
): Promise<RateCount> {
  const window = await rates.hit(key, limit.windowSeconds, at)
  const longest = at + limit.windowSeconds * 1000 + clockSkewMs
  if (Number.isSafeInteger(window.count) && window.count > 0 && window.resetsAt > at && window.resetsAt <= longest)
    return window
  throw new TypeError('The rate store returned a window that cannot be open.')
}

/** As the contract of the rate store has it. */
const clockSkewMs = 60_000

/** What is counted for one user, whatever the address. */
export interface UserHit {
  readonly userId: string
  readonly name: string
  readonly limit: Limit
}

/**
 * Counts a message to a user, which is not sent without a count.
 *
 * @throws {PasskeyError} `too_many_tries`, with `limit`; `storage_unavailable`
 */
export async function countUser(settings: Settings, { userId, name, limit }: UserHit): Promise<void> {
  const hash = await keyedHash(settings, { kind: 'user', value: userId })
  await countHit(settings, { name, key: `limit:${name}:${hash}`, limit, protects: 'code' })
}

/** What is counted, so that the rate store has neither addresses nor user ids. */
async function keyedHash(
  { secrets, environment, relyingParty }: Settings,
  { kind, value }: { readonly kind: 'address' | 'user'; readonly value: string },
): Promise<string> {
  const text = JSON.stringify([`latchkey/v1 ${kind}`, environment, relyingParty.id, value])
  return encodeBase64url(await platform.hmacSha256(secrets[0], new TextEncoder().encode(text)))
}

/** Counts calls by the address of the client, for all processes together. Stores a keyed hash of the address. */
export interface AddressLimits {
  /**
   * Counts a call. Without an address there is nothing to count.
   *
   * @throws {PasskeyError} `too_many_tries`, with `limit`; `storage_unavailable` if a code could be guessed and the rate
   *   store does not count.
   */
  count(name: LimitName, clientAddress: string | undefined): Promise<void>
}

export function createAddressLimits(settings: Settings): AddressLimits {
  return {
    async count(name, clientAddress) {
      const limit = settings.limits[name] ?? limitTable[name]
      if (!clientAddress || limit === 'none') return
      const hash = await keyedHash(settings, { kind: 'address', value: networkOf(clientAddress) })
      await countHit(settings, { name, key: `limit:${name}:${hash}`, limit, protects: limitTable[name].protects })
    },
  }
}

const withPort = /^\[([^\]]+)\](?::\d+)?$|^(\d+(?:\.\d+){3}):\d+$/

/** A client of IPv6 has a whole /64. What is not an address is counted as it is. */
function networkOf(text: string): string {
  const [, bracketed, dotted] = withPort.exec(text.trim()) ?? []
  const address = bracketed ?? dotted ?? text.trim()
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString()
  return parsed.parts.slice(0, 4).join(':')
}
