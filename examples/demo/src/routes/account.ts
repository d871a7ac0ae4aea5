import { Hono } from 'hono'
import { admins } from '../admins.js'
import { readDevice } from '../device.js'
import { forFree, forSignedIn, type Guarded } from '../guards.js'
import { notices } from '../notices.js'
import { organizations } from '../organizations.js'
import { accountPage, type PasswordState } from '../pages/account-page.js'
import { offerPage, otherDevicePage } from '../pages/offer-page.js'
import { passkeys } from '../passkeys.js'
import { readForm } from '../read-form.js'
import { type AppSession, sessions } from '../sessions.js'
import { twoStep } from '../two-step.js'
import { users } from '../users.js'

/** The pages of signed-in users. */
export const account = new Hono<Guarded>()

/** Every sign-in leads here. The policy decides whether to ask for a passkey. */
account.get('/offer', forSignedIn, async (context) => {
  const session = context.get('session')
  const decision = await passkeys.prompt.decide({ session, on: session.on, device: session.device })
  if (decision.prompt === 'none') return context.redirect('/account')
  if (decision.reason === 'device_unsupported') return context.html(otherDevicePage())
  await passkeys.prompt.shown({ session })
  return context.html(offerPage(decision))
})

account.post('/device', forSignedIn, async (context) => {
  await sessions.describe(context.req.raw, readDevice(await readForm(context.req.raw)))
  return context.body(null, 204)
})

account.get('/account', forSignedIn, forFree, async (context) => {
  const session = context.get('session')
  const { userId, on, device } = session
  const prompt = await passkeys.prompt.decide({ session, on, device })
  const page = accountPage({
    session,
    isAdmin: await admins.includes(userId),
    all: organizations.all,
    prompt,
    password: await describePassword(session),
    showsPasskeys: prompt.reason !== 'passkeys_off',
    isTwoStep: await twoStep.isOn(userId),
    notices: await notices.last(userId, 5),
    now: Date.now(),
  })
  return context.html(page)
})

async function describePassword({ userId, organizationId }: AppSession): Promise<PasswordState> {
  if (!(await passkeys.passwordAllowed({ userId, organizationId }))) return 'refused'
  return (await users.otherSignInMethods({ userId })).includes('password') ? 'set' : 'none'
}
