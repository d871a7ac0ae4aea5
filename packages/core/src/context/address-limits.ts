import type { RateCount, RateStore } from '@latchkey/storage'
import { encodeBase64url } from '@latchkey/wire'
import ipaddr from 'ipaddr.js'
import { platform } from '#platform'
import { type Limit, type LimitName, limitTable } from '../config/limits.js'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'

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
  const { limits, now, storage } = settings
  return {
    async count(name, clientAddress) {
      const limit = limits[name] ?? limitTable[name]
      if (!clientAddress || limit === 'none') return
      const at = now()
      const key = `limit:${name}:${await hashAddress(settings, clientAddress)}`
      const window = await hit(storage.rates, key, { limit, at }).catch((cause: unknown) => {
        if (limitTable[name].protects === 'code') throw new PasskeyError('storage_unavailable', { cause })
        return undefined
      })
      if (window === undefined || window.count <= limit.most) return
      const retryAfterSeconds = Math.max(1, Math.ceil((window.resetsAt - at) / 1000))
      throw new PasskeyError('too_many_tries', { limit: { name, ...limit, retryAfterSeconds } })
    },
  }
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

async function hashAddress({ secrets, environment, relyingParty }: Settings, address: string): Promise<string> {
  const text = JSON.stringify(['latchkey/v1 address', environment, relyingParty.id, networkOf(address)])
  return encodeBase64url(await platform.hmacSha256(secrets[0], new TextEncoder().encode(text)))
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
