import { createAuthenticator } from '@latchkey/testing'
import { type App, beginEnroll, beginSignIn, binding, enroll, sessionOf } from '../app.js'

/** One action of an app, with its preconditions. */
export interface CountedVerb {
  readonly verb: string
  /** Resolves to the action to count. The user with this id is used by this action only. */
  prepare(app: App, userId: string): Promise<() => Promise<unknown>>
}

/** What hosts do: the verbs of core, and the verbs of storage that hosts call, or core calls for them in the background. */
export const countedVerbs: readonly CountedVerb[] = [
  {
    verb: 'sign-in begin, without a user name',
    prepare:
      async ({ passkeys }) =>
      () =>
        passkeys.signIn.begin({ binding }),
  },
  {
    verb: 'sign-in begin, with an identifier',
    prepare: async (app, userId) => {
      await enroll(app, userId)
      return () => app.passkeys.signIn.begin({ identifier: userId, binding })
    },
  },
  {
    verb: 'sign-in finish',
    prepare: async (app, userId) => {
      const signIn = await beginSignIn(app, await enroll(app, userId))
      return () => app.passkeys.signIn.finish(signIn)
    },
  },
  {
    verb: 'enroll begin',
    prepare: async (app, userId) => {
      const session = sessionOf(app, userId)
      return () => app.passkeys.enroll.begin({ user: { id: userId, name: userId }, session, binding })
    },
  },
  {
    verb: 'enroll finish',
    prepare: async (app, userId) => {
      const authenticator = createAuthenticator({ origin: app.passkeys.relyingParty.origins[0] ?? '' })
      const enrolling = await beginEnroll(app, sessionOf(app, userId), authenticator)
      return () => app.passkeys.enroll.finish(enrolling)
    },
  },
  {
    verb: 'list',
    prepare: async (app, userId) => {
      const { session } = await enroll(app, userId)
      return () => app.passkeys.manage.list({ session })
    },
  },
  {
    verb: 'rename',
    prepare: async (app, userId) => {
      const { session, passkeyId } = await enroll(app, userId)
      return () => app.passkeys.manage.rename({ session, id: passkeyId, name: 'Phone' })
    },
  },
  {
    verb: 'remove',
    prepare: async (app, userId) => {
      const { session, passkeyId } = await enroll(app, userId)
      return () => app.passkeys.manage.remove({ session, id: passkeyId })
    },
  },
  {
    verb: 'prompt decide',
    prepare: async (app, userId) => {
      const session = sessionOf(app, userId)
      return () => app.passkeys.prompt.decide({ session, on: 'sign-in' })
    },
  },
  {
    verb: 'prompt answer',
    prepare: async (app, userId) => {
      const session = sessionOf(app, userId)
      return () => app.passkeys.prompt.answer({ session, answer: 'not-now' })
    },
  },
  {
    verb: 'policy read',
    prepare:
      async ({ passkeys }) =>
      () =>
        passkeys.policy.stored(),
  },
  {
    verb: 'policy write',
    prepare: async ({ passkeys }) => {
      const { version } = await passkeys.policy.stored()
      const change = { policy: { limit: 5 }, expectedVersion: version, actor: { id: 'admin' } }
      return () => passkeys.admin.policy.setEnvironment(change)
    },
  },
  {
    verb: 'events claim',
    prepare: async (app, userId) => {
      await enroll(app, userId)
      return () => app.storage.events.claim(10, 1000, app.now())
    },
  },
  {
    verb: 'events settle',
    prepare: async (app, userId) => {
      await enroll(app, userId)
      const ids = (await app.storage.events.claim(10, 1000, app.now())).map(({ id }) => id)
      return () => app.storage.events.acknowledge(ids, app.now())
    },
  },
  { verb: 'rates hit', prepare: async (app, userId) => () => app.storage.rates.hit(userId, 60, app.now()) },
  {
    verb: 'sweep',
    prepare:
      async ({ passkeys }) =>
      () =>
        passkeys.sweep(),
  },
]
