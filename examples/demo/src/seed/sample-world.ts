import { createPasskeys, type Passkeys, type Session } from '@latchkey/core'
import { kyselyStorage } from '@latchkey/kysely'
import { createAuthenticator } from '@latchkey/testing'
import { database } from '../database.js'
import { environment } from '../environment.js'
import { organizations } from '../organizations.js'
import { users } from '../users.js'

/** The passkeys of the demo, at another time. */
export interface SampleWorld {
  readonly passkeys: Passkeys
  setTime(at: number): void
}

export function createSampleWorld(): SampleWorld {
  let time = 0
  const passkeys = createPasskeys({
    relyingParty: { id: 'localhost', name: 'Fieldnotes', origins: [environment.origin] },
    secret: environment.secret,
    storage: kyselyStorage(database),
    policy: { mode: 'optional' },
    host: {
      findUserById: users.findById,
      otherSignInMethods: users.otherSignInMethods,
      organizationsOf: async ({ userId }) => (await organizations.of(userId)).map(({ id }) => id),
    },
    now: () => time,
  })
  return {
    passkeys,
    setTime(at) {
      time = at
    },
  }
}

/** What the app's session says after a sign-in with a password. */
export function passwordSession(userId: string, at: number): Session {
  return { userId, authenticatedAt: at, methods: [{ name: 'password', at }] }
}

/** A computer or a phone in software. */
export function createDevice({ synced }: { readonly synced: boolean }): ReturnType<typeof createAuthenticator> {
  return createAuthenticator({
    origin: environment.origin,
    algorithms: [-7],
    synced,
    ...(synced ? {} : { transports: ['usb'], attachment: 'cross-platform' }),
  })
}
