import { isIP } from 'node:net'
import { isPublicAddress } from './is-public-address.js'
import { hostnameOf } from './webhook-connections.js'
import type { WebhookNetwork } from './webhook-network.js'

export interface AddressCheck {
  readonly url: URL
  readonly network: WebhookNetwork
  readonly allowsLocal: boolean
  readonly signal: AbortSignal
}

export type CheckedAddress =
  | { readonly address: string }
  | { readonly reason: 'address_not_allowed' | 'look_up_failed' | 'timed_out' }

/** An address of the host, all of whose addresses are allowed. */
export async function checkedAddress(check: AddressCheck): Promise<CheckedAddress> {
  const addresses = await addressesOf(check)
  if (check.signal.aborted) return { reason: 'timed_out' }
  const [address] = addresses
  if (address === undefined) return { reason: 'look_up_failed' }
  const isAllowed = addresses.every((it) => isIP(it) !== 0 && (check.allowsLocal || isPublicAddress(it)))
  return isAllowed ? { address } : { reason: 'address_not_allowed' }
}

/** None where the look-up fails, or takes too long: one of the operating system cannot be ended. */
async function addressesOf({ url, network, signal }: AddressCheck): Promise<readonly string[]> {
  const hostname = hostnameOf(url)
  if (isIP(hostname)) return [hostname]
  const late = new Promise<readonly string[]>((resolve) => {
    if (signal.aborted) resolve([])
    signal.addEventListener('abort', () => resolve([]), { once: true })
  })
  const lookUp = async () => network.lookUp(hostname)
  return Promise.race([lookUp().catch(() => []), late])
}
