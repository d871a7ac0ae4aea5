import type { Passkeys } from '@latchkey/core'
import { createAuthenticator } from '@latchkey/testing'
import { type App, beginEnroll, beginSignIn, binding, enroll, rpId, sessionOf } from '../app.js'

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
    verb: 'invitation create',
    prepare:
      async ({ passkeys }, userId) =>
      () =>
        passkeys.invitations.create({ userId, actor }),
  },
  {
    verb: 'invitation redeem',
    prepare: async ({ passkeys }, userId) => {
      const { id, code } = await passkeys.invitations.create({ userId, actor })
      return () => passkeys.invitations.redeem({ id, code, binding })
    },
  },
  {
    verb: 'enroll finish, after an invitation',
    prepare: async (app, userId) => {
      const { id, code } = await app.passkeys.invitations.create({ userId, actor })
      return finishOf(app, await app.passkeys.invitations.redeem({ id, code, binding }))
    },
  },
  {
    verb: 'one-time code, request',
    prepare: async (app, userId) => () => app.passkeys.otp.request({ session: sessionOf(app, userId), binding }),
  },
  {
    verb: 'one-time code, complete',
    prepare: async (app, userId) => {
      const session = sessionOf(app, userId)
      await app.passkeys.otp.request({ session, binding })
      const user = { id: userId, name: userId }
      return () => app.passkeys.otp.complete({ user, session, code: app.lastCode(), binding })
    },
  },
  {
    verb: 'recovery codes, create',
    prepare: async (app, userId) => () => app.passkeys.recovery.createCodes({ session: sessionOf(app, userId) }),
  },
  { verb: 'recovery code, redeem', prepare: async (app, userId) => redeemRecovery(app, userId) },
  {
    verb: 'enroll finish, after a recovery code',
    prepare: async (app, userId) => finishOf(app, await (await redeemRecovery(app, userId))()),
  },
  {
    verb: 'deliveries enqueue',
    prepare: async (app, userId) => {
      await openEndpoint(app, userId)
      return () => app.storage.deliveries?.enqueue(rpId, 1000, app.now()) ?? Promise.resolve()
    },
  },
  {
    verb: 'deliveries claim, up to 25',
    prepare: async (app, userId) => {
      await openEndpoint(app, userId)
      await app.storage.deliveries?.enqueue(rpId, 1000, app.now())
      return () => claim(app, userId)
    },
  },
  {
    verb: 'deliveries acknowledge, up to 25',
    prepare: async (app, userId) => {
      await openEndpoint(app, userId)
      await app.storage.deliveries?.enqueue(rpId, 1000, app.now())
      const ids = (await claim(app, userId)).map(({ event }) => event.id)
      return () => app.storage.deliveries?.acknowledge({ rpId, endpoint: endpointOf(userId) }, ids) ?? Promise.resolve()
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

const actor = { id: 'admin', scope: 'environment' } as const

/** The finish of a ceremony that a code has begun. */
async function finishOf(app: App, { ceremony, options }: Awaited<ReturnType<Passkeys['invitations']['redeem']>>) {
  const response = await createAuthenticator({ origin: app.passkeys.relyingParty.origins[0] ?? '' }).create(options)
  return () => app.passkeys.enroll.finish({ ceremony, response, binding })
}

async function redeemRecovery(app: App, userId: string) {
  const { codes } = await app.passkeys.recovery.createCodes({ session: sessionOf(app, userId) })
  return () => app.passkeys.recovery.redeem({ identifier: userId, code: codes[0] ?? '', binding })
}

/** An endpoint of its own, with one event that waits. */
async function openEndpoint(app: App, userId: string): Promise<void> {
  await app.storage.deliveries?.openEndpoint({ rpId, endpoint: endpointOf(userId) }, app.now())
  await enroll(app, userId)
}

async function claim(app: App, userId: string) {
  const claimed = app.storage.deliveries?.claim(
    { rpId, endpoint: endpointOf(userId) },
    { limit: 25, leaseMs: 1, now: app.now() },
  )
  return (await claimed) ?? []
}

function endpointOf(userId: string): string {
  return userId.replaceAll(/[^\w-]/g, '_')
}
