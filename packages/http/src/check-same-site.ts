import { PasskeyError } from '@latchkey/core'

/**
 * The request comes from a page of this relying party. What changes something or issues a challenge must name exactly
 * one of its origins; a sister subdomain is another site. A read without `Origin` is one that browsers make
 * themselves, and nobody else can see its answer.
 *
 * @throws {PasskeyError} `cross_site`
 */
export function checkSameSite(request: Request, origins: readonly string[]): void {
  const origin = request.headers.get('origin')
  if (origin === null ? !isQuietRead(request) : !origins.includes(origin)) throw new PasskeyError('cross_site')
}

function isQuietRead({ method, headers }: Request): boolean {
  const site = headers.get('sec-fetch-site')
  return method === 'GET' && (site === null || site === 'same-origin' || site === 'none')
}
