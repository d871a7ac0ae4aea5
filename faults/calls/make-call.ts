import { type App, binding, sessionOf } from '../app.js'
import type { Call } from '../journal/journal-line.js'

const actor = { id: 'an-admin' }

/** Makes the call through the app's method. Any process can repeat the same call. */
export async function makeCall(app: App, call: Call): Promise<unknown> {
  const { enroll, signIn, manage, admin } = app.passkeys
  switch (call.verb) {
    case 'enroll':
      return enroll.finish({ ...call.finish, session: sessionOf(app, call.userId), binding })
    case 'sign-in':
      return signIn.finish({ ...call.finish, binding })
    case 'remove':
      return manage.remove({ session: sessionOf(app, call.userId), id: call.passkeyId })
    case 'policy': {
      const { organizationId, expectedVersion, signInUi } = call
      const change = { policy: { signInUi }, expectedVersion, actor }
      return organizationId === undefined
        ? admin.policy.setEnvironment(change)
        : admin.policy.setOrganization({ ...change, organizationId })
    }
  }
}
