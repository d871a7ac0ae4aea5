import { createPasskeys, type PartialPolicy, type Passkeys, type Session } from '@latchkey/core'
import type { PasskeyStorage } from '@latchkey/storage'
import { type Authenticator, createAuthenticator } from '@latchkey/testing'

const environment = 'faults'
const relyingPartyId = 'example.com'

/** What records name. */
export const rpId = `${environment}/${relyingPartyId}`
export const binding = 'the cookie of this browser'

const origin = 'https://app.example.com'

/** The maximum number of passkeys per user. Low, so that concurrent enrollments reach the limit. */
export const passkeyLimit = 5

/** The environment's policy. Changes under load never affect who may sign in. */
const basePolicy: PartialPolicy = { mode: 'optional', limit: passkeyLimit, ceremonySeconds: 600 }

/** An app with passkeys. Every process of a run creates the same one. */
export interface App {
  readonly passkeys: Passkeys
  readonly storage: PasskeyStorage
  readonly now: () => number
}

export function createApp(storage: PasskeyStorage, now: () => number = Date.now): App {
  const passkeys = createPasskeys({
    relyingParty: { id: relyingPartyId, name: 'Example', origins: [origin] },
    secret: 'a secret of at least 32 bytes, for faults',
    environment,
    policy: basePolicy,
    storage,
    now,
    host: { otherSignInMethods: () => ['password'], organizationsOf: () => [] },
  })
  return { passkeys, storage, now }
}

export function sessionOf({ now }: App, userId: string): Session {
  return { userId, authenticatedAt: now(), methods: [{ name: 'password', at: now() }] }
}

/** Holds one passkey at most; ES256, which most of them use. */
export function newAuthenticator(): Authenticator {
  return createAuthenticator({ origin, algorithms: [-7] })
}
