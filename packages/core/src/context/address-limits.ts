import ipaddr from 'ipaddr.js'
import { type LimitName, limitTable } from '../config/limits.js'
import type { Settings } from '../config/settings.js'
import { countHit, keyedHash } from './count-hit.js'

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
