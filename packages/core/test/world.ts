import { createPasskeys, type Host, type Passkeys, type PasskeysConfig, type Session } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { EventName, EventRecord, PasskeyStorage } from '@latchkey/storage'
import {
  type Authenticator,
  type AuthenticatorOptions,
  createAuthenticator,
  type GetArguments,
} from '@latchkey/testing'
import { withDocumentedCodes } from '../../../test-support/documented-codes.js'

export const rpId = 'example.com'
export const origin = 'https://app.example.com'
export const binding = 'the cookie of this browser'
export const secret = 'a secret of at least 32 bytes, for tests'

const noon = Date.UTC(2026, 10, 21, 12)

/** An app with passkeys, a clock that a test can turn, and the people who use it. */
export interface World {
  readonly passkeys: Passkeys
  readonly storage: PasskeyStorage
  readonly clock: { now: number; forward(seconds: number): void }
  session(change?: Partial<Session>): Session
  authenticator(options?: Partial<AuthenticatorOptions>): Authenticator
  /** Registers a passkey of the session's user with the authenticator. */
  enroll(authenticator: Authenticator, session?: Session, name?: string): ReturnType<Passkeys['enroll']['finish']>
  /** Signs in without a user name. */
  signIn(authenticator: Authenticator, how?: GetArguments): ReturnType<Passkeys['signIn']['finish']>
  /** The names of all events, oldest first. */
  events(): Promise<EventName[]>
  /** All events that were not told before, oldest first. */
  told(): Promise<EventRecord[]>
}

export const alice = { id: 'user-alice', name: 'alice@example.com', displayName: 'Alice' }
export const bob = { id: 'user-bob', name: 'bob@example.com', displayName: 'Bob' }

const defaultHost: Host = {
  findUser: (identifier) => [alice, bob].find(({ name }) => name === identifier),
}

export type WorldChange = Partial<Omit<PasskeysConfig, 'host'>> & { readonly host?: Host }

export function createWorld({ host, ...change }: WorldChange = {}): World {
  const clock = {
    now: noon,
    forward(seconds: number) {
      clock.now += seconds * 1000
    },
  }
  const storage = change.storage ?? memoryStorage()
  const created = createPasskeys({
    relyingParty: { id: rpId, name: 'Example', origins: [origin] },
    secret,
    policy: { mode: 'optional' },
    now: () => clock.now,
    ...change,
    storage,
    host: { ...defaultHost, ...host },
  })
  const passkeys = withDocumentedCodes(created)
  const session = (given: Partial<Session> = {}): Session => ({
    userId: alice.id,
    authenticatedAt: clock.now,
    methods: [{ name: 'password', at: clock.now }],
    ...given,
  })
  return {
    passkeys,
    storage,
    clock,
    session,
    authenticator: (options) => createAuthenticator({ origin, algorithms: [-7], ...options }),
    async enroll(authenticator, as = session(), name) {
      const user = { id: as.userId, name: `${as.userId}@example.com` }
      const { ceremony, options } = await passkeys.enroll.begin({ user, session: as, binding })
      const response = await authenticator.create(options)
      return passkeys.enroll.finish({ ceremony, response, session: as, name, binding })
    },
    async signIn(authenticator, how) {
      const { ceremony, options } = await passkeys.signIn.begin({ binding })
      return passkeys.signIn.finish({ ceremony, response: await authenticator.get(options, how), binding })
    },
    events: async () => (await told(storage, clock.now)).map(({ name }) => name),
    told: () => told(storage, clock.now),
  }
}

/** All events, oldest first; each is emitted once. */
async function told(storage: PasskeyStorage, now: number): Promise<EventRecord[]> {
  const events: EventRecord[] = []
  for (;;) {
    const claimed = await storage.events.claim(100, 1000, now)
    if (claimed.length === 0) return events
    events.push(...claimed)
    await storage.events.acknowledge(
      claimed.map(({ id }) => id),
      now,
    )
  }
}

/** What the memory of a store holds of a user, to compare before and after. */
export async function stateOf({ storage }: World, userId: string = alice.id) {
  return storage.passkeys.listByUser(rpId, userId)
}
