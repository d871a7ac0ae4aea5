import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'
import { hostnameOf, type WebhookNetwork } from './webhook-network.js'

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

/** Networks that are not the public internet, or that lead to IPv4 addresses by another name. */
const reserved: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  // The metadata service of Azure has a public address.
  ['168.63.129.16', 32, 'ipv4'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
]

const refused = new BlockList()
for (const [network, prefix, family] of reserved) refused.addSubnet(network, prefix, family)

/** What is given to hosts; mapped addresses, NAT64, unique local and link-local ones are outside. */
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

/** Whether a webhook may be sent to this IP address. */
function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused.check(address, 'ipv4')
  return isIPv6(address) && globalUnicast.check(address, 'ipv6') && !refused.check(address, 'ipv6')
}
