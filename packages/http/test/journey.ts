import { createPasskeys, type PasskeysConfig } from '@latchkey/core'
import { createPasskeyHandler, type PasskeyHandlerOptions, type SignedIn } from '@latchkey/http'
import { memoryStorage } from '@latchkey/memory'
import { createAuthenticator } from '@latchkey/testing'
import type { ExpectStatic } from 'vitest'
import { createBrowser } from './app.js'

/** The origin of the page, whatever address the server listens on. */
export const pageOrigin = 'http://localhost:3000'

/**
 * An app that signs users up, with sessions by cookie: `session` is the id of a user. Everything that a framework can
 * lose shows in the journey: a cookie that is sent back, two that are set, a body, a path.
 */
export function createCookieApp<Native = unknown>(change: Partial<PasskeyHandlerOptions<Native>> = {}) {
  const users = new Map<string, string>()
  const natives: Native[] = []
  const host: PasskeysConfig['host'] = {
    findUser: (identifier) => {
      const [id] = [...users].find(([, email]) => email === identifier) ?? []
      return id === undefined ? undefined : { id, name: identifier }
    },
    createUser: ({ userId, profile }) => void users.set(userId, profile.email ?? ''),
    confirmUser: () => {},
    discardUser: ({ userId }) => void users.delete(userId),
  }
  const passkeys = createPasskeys({
    relyingParty: { id: 'localhost', name: 'Example', origins: [pageOrigin] },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: memoryStorage(),
    policy: { mode: 'optional', signUp: true },
    profile: { email: 'required' },
    host,
  })
  const handle = createPasskeyHandler<Native>(passkeys, {
    serve: ['public', 'self'],
    session: (request, native) => {
      natives.push(native)
      return sessionOf(/(?:^|[;,]\s*)session=([^;,]+)/.exec(request.headers.get('cookie') ?? '')?.[1])
    },
    onSignedIn: ({ userId, kind }) => {
      const response = Response.json({ userId, kind })
      response.headers.append('set-cookie', `session=${userId}; Path=/; HttpOnly`)
      response.headers.append('set-cookie', 'theme=dark; Path=/')
      return response
    },
    ...change,
  })
  return { handle, natives, authenticator: createAuthenticator({ origin: pageOrigin, algorithms: [-7] }) }
}

function sessionOf(userId: string | undefined): SignedIn | null {
  if (userId === undefined) return null
  const now = Date.now()
  return { userId, authenticatedAt: now, methods: [{ name: 'passkey', at: now }], user: { name: userId } }
}

interface Journey {
  readonly app: Pick<ReturnType<typeof createCookieApp>, 'authenticator'>
  /** Brings a request of the page to the server. */
  readonly send: (request: Request) => Promise<Response>
  readonly expect: ExpectStatic
}

/** Signs up, enrolls a second passkey, renames and removes it, signs in with the first. */
export async function walk({ app, send, expect }: Journey): Promise<void> {
  const browser = createBrowser(send, { pageOrigin })
  const post = (path: string, body: unknown) => browser.call('POST', path, body)

  const signUp = await post('/sign-up/begin', { profile: { email: 'ada@example.com' } })
  expect(signUp).toMatchObject({ status: 200 })
  const created = await app.authenticator.create(signUp.body.options)
  const signedUp = await post('/sign-up/finish', { ceremony: signUp.body.ceremony, response: created })
  expect(signedUp).toMatchObject({ status: 200, body: { kind: 'sign-up' } })
  expect([...browser.cookies.keys()].sort()).toEqual(['latchkey', 'session', 'theme'])

  const enroll = await post('/enroll/begin', {})
  expect(enroll).toMatchObject({ status: 200 })
  const second = createAuthenticator({ origin: pageOrigin, algorithms: [-7] })
  const enrolled = await post('/enroll/finish', {
    ceremony: enroll.body.ceremony,
    response: await second.create(enroll.body.options),
  })
  expect(enrolled).toMatchObject({ status: 201 })
  const { id } = enrolled.body.passkey
  expect(await browser.call('PATCH', `/${id}`, { name: 'Laptop' })).toMatchObject({ status: 200 })
  expect(await browser.call('DELETE', `/${id}`)).toMatchObject({ status: 200 })

  const signIn = await post('/sign-in/begin', {})
  const response = await app.authenticator.get(signIn.body.options)
  expect(await post('/sign-in/finish', { ceremony: signIn.body.ceremony, response })).toMatchObject({
    status: 200,
    body: { kind: 'sign-in', userId: signedUp.body.userId },
  })
  expect((await browser.call('GET', '/')).body.passkeys).toHaveLength(1)
  expect((await browser.call('GET', '/config/')).status).toBe(200)
}
