import { PasskeyError } from '@latchkey/core'
import { OperatorCause } from './operator-log.js'

/**
 * The request is from a page of this relying party. A request that changes something or issues a challenge must name
 * exactly one of its origins; a sister subdomain is another site. Browsers send reads without `Origin`, and no other
 * site can see the response.
 *
 * @throws {PasskeyError} `cross_site`; the cause names the received origin and the configured ones.
 */
export function checkSameSite(request: Request, origins: readonly string[]): void {
  const origin = request.headers.get('origin')
  if (origin === null) {
    if (isQuietRead(request)) return
    throw new PasskeyError('cross_site', request.method === 'GET' ? {} : { cause: withoutOrigin(origins) })
  }
  if (!origins.includes(origin)) throw new PasskeyError('cross_site', { cause: anotherOrigin(origin, origins) })
}

function isQuietRead({ method, headers }: Request): boolean {
  const site = headers.get('sec-fetch-site')
  return method === 'GET' && (site === null || site === 'same-origin' || site === 'none')
}

function withoutOrigin(origins: readonly string[]): OperatorCause {
  const [first = ''] = origins
  return new OperatorCause(
    'no-origin',
    `a request with no Origin header was refused. Browsers send it themselves. With another client, such as curl, set the header: 'Origin: ${first}'.`,
  )
}

/** The header is untrusted: a value that is not an origin is not printed. */
function anotherOrigin(origin: string, origins: readonly string[]): OperatorCause {
  const seen = origin.length <= 300 && URL.canParse(origin) ? `the origin ${origin}` : 'an origin that is not a URL'
  return new OperatorCause(
    'origin',
    `a request from ${seen} was refused. Configured: ${origins.join(', ')}. ${adviceFor(origin, origins)}`,
    isOwnMachine(origin),
  )
}

/** No page of another machine has such an origin. */
function isOwnMachine(origin: string): boolean {
  const hostname = URL.canParse(origin) ? new URL(origin).hostname : ''
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
}

/** Browsers have no passkeys at an IP address, so adding one to the configuration would not help. */
function adviceFor(origin: string, [first = '']: readonly string[]): string {
  const isAddress = URL.canParse(origin) && /^(?:\d+\.){3}\d+$|^\[/.test(new URL(origin).hostname)
  if (isAddress) return `Passkeys do not work on IP addresses: open the page at ${first}.`
  return 'If the page is yours, add its origin to relyingParty.origins.'
}
