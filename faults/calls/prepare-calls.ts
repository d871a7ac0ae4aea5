import type { Authenticator } from '@latchkey/testing'
import type { Random } from '../../test-support/random.js'
import { type App, binding, newAuthenticator, sessionOf } from '../app.js'
import type { Ceremony, PolicyWrite, Removal } from '../journal/journal-line.js'

/** A user with one passkey, on an authenticator that holds no other. */
export interface Person {
  readonly userId: string
  readonly passkeyId: string
  readonly authenticator: Authenticator
}

export interface PreparedEnroll {
  readonly call: Ceremony
  /** The new user, after success. */
  readonly person: Person
}

/** A registration with the response of a new authenticator. */
export async function prepareEnroll(app: App, userId: string): Promise<PreparedEnroll> {
  const authenticator = newAuthenticator()
  const user = { id: userId, name: userId }
  const { ceremony, options } = await app.passkeys.enroll.begin({ user, session: sessionOf(app, userId), binding })
  const response = await authenticator.create(options)
  const person = { userId, passkeyId: response.id, authenticator }
  return { call: { verb: 'enroll', userId, passkeyId: response.id, finish: { ceremony, response } }, person }
}

/** A sign-in with the authenticator's response. */
export async function prepareSignIn(app: App, { userId, passkeyId, authenticator }: Person): Promise<Ceremony> {
  const { ceremony, options } = await app.passkeys.signIn.begin({ binding })
  const response = await authenticator.get(options)
  return { verb: 'sign-in', userId, passkeyId, finish: { ceremony, response } }
}

export function prepareRemoval({ userId, passkeyId }: Person): Removal {
  return { verb: 'remove', userId, passkeyId }
}

/** The environment's own, and two overrides. */
const layers: readonly { readonly organizationId?: string }[] = [
  {},
  { organizationId: 'one' },
  { organizationId: 'other' },
]

const signInUis = ['button', 'autofill', 'both'] as const

/** Any layer, based on its current version: one of the writers with the same version wins. */
export async function preparePolicy({ passkeys }: App, random: Random): Promise<PolicyWrite> {
  const layer = random.pick(layers)
  const { version } = await passkeys.policy.stored(layer)
  return { verb: 'policy', ...layer, expectedVersion: version, signInUi: random.pick(signInUis) }
}
