import { randomUUID } from 'node:crypto'
import { createPasskeys, type PartialPolicy, type Passkeys } from '@latchkey/core'
import { createPasskeyHandler, type PasskeyHandler } from '@latchkey/http'
import type { PasskeyStorage } from '@latchkey/storage'
import { createAttestationAuthority } from '@latchkey/testing'

export const origin = 'https://app.example.com'

/** Whose certificates the strict app trusts. */
export const authority = createAttestationAuthority({ algorithm: -35 })

/** An app as a host serves it, whose every route a script can call. */
export interface ServedApp {
  readonly passkeys: Passkeys
  /** Signs in another user, who has no passkey yet. */
  switchUser(): void
  /** Sends one request to the handler; returns the status and the body as text. */
  post(path: string, body: string, cookie?: string): Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly cookie: string
}

const user = { id: 'user-1', name: 'user-1@example.com' }

/** @param policy Beside one that lets everybody sign up, by every algorithm. */
export function serveApp(storage: PasskeyStorage, policy: PartialPolicy = {}): ServedApp {
  const prefix = randomUUID()
  const passkeys = createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example', origins: [origin] },
    secret: 'a secret of at least 32 bytes, for measuring',
    storage,
    policy: {
      mode: 'optional',
      signUp: true,
      limit: 100,
      algorithms: [-7, -8, -257, -36, -35, -47, -53, -48, -49, -50, -259, -39],
      ...policy,
    },
    profile: { email: 'optional', username: 'optional', displayName: 'optional' },
    host: {
      findUser: (identifier) => (identifier === user.name ? user : undefined),
      createUser: () => undefined,
      confirmUser: () => undefined,
      discardUser: () => undefined,
    },
  })
  let count = 0
  const handle = createPasskeyHandler(passkeys, {
    serve: ['public', 'self'],
    session: () => ({
      userId: `${prefix}-${count}`,
      authenticatedAt: Date.now(),
      methods: [{ name: 'password', at: Date.now() }],
      user,
    }),
    onSignedIn: () => new Response('{}'),
  })
  return {
    passkeys,
    switchUser: () => void count++,
    post: (path, body, cookie) => post(handle, path, { body, cookie }),
  }
}

async function post(
  handle: PasskeyHandler,
  path: string,
  { body, cookie }: { readonly body: string; readonly cookie: string | undefined },
): Promise<Answer> {
  const headers = { 'content-type': 'application/json', origin, ...(cookie ? { cookie } : {}) }
  const response = await handle(new Request(`${origin}/passkeys${path}`, { method: 'POST', headers, body }))
  const [set = ''] = (response.headers.get('set-cookie') ?? '').split(';')
  return { status: response.status, text: await response.text(), cookie: set }
}
