import { isIP } from 'node:net'

/**
 * The RP ID that a page of this origin may use: the requested one, or its own host if none is requested.
 *
 * The public suffix list is not consulted, so `co.uk` is an RP ID here; related origins are not looked up either.
 *
 * @throws {DOMException} `SecurityError` when the origin is not secure, or the RP ID is not its host or a parent of
 *   it.
 * @see https://www.w3.org/TR/webauthn-3/#rp-id
 */
export function effectiveRpId(origin: string, rpId: string | undefined): string {
  const { protocol, hostname } = new URL(origin)
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (protocol !== 'https:' && !isLocal) throw new DOMException('The origin is not secure.', 'SecurityError')
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) {
    throw new DOMException('The host of the origin is not a domain.', 'SecurityError')
  }
  if (rpId === undefined || rpId === hostname) return hostname
  if (rpId !== '' && hostname.endsWith(`.${rpId}`)) return rpId
  throw new DOMException('The RP ID is not a suffix of the host of the origin.', 'SecurityError')
}
