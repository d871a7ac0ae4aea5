// A stranger's project: it installed the packages and signs a user in, from the first passkey on.
import { strictEqual } from 'node:assert'
import { createPasskeys, type Session } from '@latchkey/core'
import { createPasskeyHandler, type PasskeyHandler } from '@latchkey/http'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { createAuthenticator } from '@latchkey/testing'

const origin = 'https://app.example.com'
const binding = 'the cookie of this browser'
const user = { id: 'user-alice', name: 'alice@example.com', displayName: 'Alice' }

async function signInOnce(): Promise<string> {
  const storage: PasskeyStorage = memoryStorage()
  const passkeys = createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example', origins: [origin] },
    secret: 'a secret of at least 32 bytes, for tests',
    storage,
    policy: { mode: 'optional' },
  })
  const now = Date.now()
  const session: Session = { userId: user.id, authenticatedAt: now, methods: [{ name: 'password', at: now }] }
  const authenticator = createAuthenticator({ origin, algorithms: [-7] })

  const enroll = await passkeys.enroll.begin({ user, session, binding })
  const created = await authenticator.create(enroll.options)
  await passkeys.enroll.finish({ ceremony: enroll.ceremony, response: created, session, binding })

  const begun = await passkeys.signIn.begin({ binding })
  const response = await authenticator.get(begun.options)
  const signedIn = await passkeys.signIn.finish({ ceremony: begun.ceremony, response, binding })

  const handle: PasskeyHandler = createPasskeyHandler(passkeys, {
    basePath: '/passkeys',
    serve: ['public'],
    session: () => null,
    onSignedIn: () => new Response(null, { status: 204 }),
  })
  const config = await handle(new Request(`${origin}/passkeys/config`))
  strictEqual(config.status, 200)
  return signedIn.userId
}

signInOnce().then((userId) => {
  strictEqual(userId, user.id)
  console.log(`signed in: ${userId}`)
})
