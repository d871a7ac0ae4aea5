import { createPasskeys, type Passkeys, type Session } from '@latchkey/core'
import type { PasskeyStorage } from '@latchkey/storage'
import { type Authenticator, createAuthenticator } from '@latchkey/testing'

const environment = 'bench'
const relyingPartyId = 'example.com'

/** What records name. */
export const rpId = `${environment}/${relyingPartyId}`
export const binding = 'the cookie of this browser'

const origin = 'https://app.example.com'

/** An app with passkeys, on the storage under test. */
export interface App {
  /** The one-time code that was sent last. */
  readonly lastCode: () => string
  readonly passkeys: Passkeys
  readonly storage: PasskeyStorage
  readonly now: () => number
}

/** A user with one passkey, on an authenticator that has no other. */
export interface Person {
  readonly session: Session
  readonly authenticator: Authenticator
  /** The credential id. */
  readonly passkeyId: string
}

export function createApp(storage: PasskeyStorage, now: () => number = Date.now): App {
  let lastCode = ''
  const passkeys = createPasskeys({
    relyingParty: { id: relyingPartyId, name: 'Example', origins: [origin] },
    secret: 'a secret of at least 32 bytes, for measuring',
    environment,
    policy: { mode: 'optional' },
    storage,
    now,
    host: {
      findUser: (identifier) => ({ id: identifier, name: identifier }),
      findUserById: (id) => ({ id, name: id }),
      sendCode: ({ code }) => {
        lastCode = code
      },
      otherSignInMethods: () => ['password'],
    },
  })
  return { passkeys, storage, now, lastCode: () => lastCode }
}

export function sessionOf({ now }: App, userId: string): Session {
  return { userId, authenticatedAt: now(), methods: [{ name: 'password', at: now() }] }
}

/** The user's next passkey, on its own authenticator. Uses ES256, like most authenticators. */
export async function enroll(app: App, userId: string): Promise<Person> {
  const session = sessionOf(app, userId)
  const authenticator = createAuthenticator({ origin, algorithms: [-7] })
  const { ceremony, response } = await beginEnroll(app, session, authenticator)
  const { passkey } = await app.passkeys.enroll.finish({ ceremony, response, session, binding })
  return { session, authenticator, passkeyId: passkey.id }
}

/** A registration with the authenticator's response. */
export async function beginEnroll({ passkeys }: App, session: Session, authenticator: Authenticator) {
  const user = { id: session.userId, name: session.userId }
  const { ceremony, options } = await passkeys.enroll.begin({ user, session, binding })
  return { ceremony, response: await authenticator.create(options), session, binding }
}

/** A sign-in without a user name, with the authenticator's response. */
export async function beginSignIn({ passkeys }: App, { authenticator }: Person) {
  const { ceremony, options } = await passkeys.signIn.begin({ binding })
  return { ceremony, response: await authenticator.get(options), binding }
}
