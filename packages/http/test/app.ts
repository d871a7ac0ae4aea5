import { createPasskeys, type PasskeyError, type PasskeysConfig } from '@latchkey/core'
import type { PasskeyHandlerOptions, SignedIn } from '@latchkey/http'
import { memoryStorage } from '@latchkey/memory'
import { createAuthenticator } from '@latchkey/testing'
import { createDocumentedHandler } from './documented-handler.js'

export const origin = 'https://app.example.com'

/** A host app whose session is a header that only tests can set, and a browser that keeps cookies. */
export function createApp(
  change: Partial<PasskeyHandlerOptions> = {},
  pageOrigin = origin,
  { host, ...config }: Partial<PasskeysConfig> = {},
) {
  const refusals: string[] = []
  const rpId = new URL(pageOrigin).hostname === 'localhost' ? 'localhost' : 'example.com'
  const passkeys = createPasskeys({
    relyingParty: { id: rpId, name: 'Example', origins: [pageOrigin] },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: memoryStorage(),
    policy: { mode: 'optional' },
    host: { findUser: (identifier) => (identifier === 'alice' ? { id: 'alice', name: 'alice' } : undefined), ...host },
    ...config,
  })
  const handle = createDocumentedHandler(passkeys, {
    serve: ['public', 'self'],
    session: (request) => sessionOf(request.headers.get('x-user')),
    onSignedIn: ({ userId }) => {
      const response = Response.json({ userId })
      response.headers.append('set-cookie', 'session=1; Path=/')
      response.headers.append('set-cookie', 'theme=dark; Path=/')
      return response
    },
    clientAddress: () => undefined,
    onRefused: (error: PasskeyError) => refusals.push(error.code),
    ...change,
  })
  return { passkeys, handle, refusals, authenticator: createAuthenticator({ origin: pageOrigin, algorithms: [-7] }) }
}

function sessionOf(userId: string | null): SignedIn | null {
  if (!userId) return null
  return {
    userId,
    authenticatedAt: Date.now(),
    methods: [{ name: 'password', at: Date.now() }],
    user: { name: userId },
  }
}

export type App = ReturnType<typeof createApp>

/** A browser on a page of the app: sends its origin and its cookies, keeps the cookies it gets. */
export function createBrowser(send: (request: Request) => Promise<Response>, { pageOrigin = origin, user = '' } = {}) {
  const cookies = new Map<string, string>()

  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const sent = new Headers({ origin: pageOrigin, 'content-type': 'application/json', ...headers })
    if (user) sent.set('x-user', user)
    if (cookies.size > 0) sent.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '))
    const init = { method, headers: sent, ...(body === undefined ? {} : { body: asText(body) }) }
    const response = await send(new Request(`${pageOrigin}/passkeys${path}`, init))
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';', 1)[0]?.split('=') ?? []
      cookies.set(name, value)
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
  }

  return { call, cookies }
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** Makes a passkey for the browser's user, over the routes. */
export async function enroll({ authenticator }: App, browser: ReturnType<typeof createBrowser>) {
  const begun = await browser.call('POST', '/enroll/begin', {})
  const response = await authenticator.create(begun.body.options)
  return browser.call('POST', '/enroll/finish', { ceremony: begun.body.ceremony, response })
}
