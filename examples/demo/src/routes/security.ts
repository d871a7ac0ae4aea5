import { Hono } from 'hono'
import { admins } from '../admins.js'
import { environment } from '../environment.js'
import { forFree, forSignedIn, type Guarded } from '../guards.js'
import { secondStepPage } from '../pages/second-step-page.js'
import { transfersPage } from '../pages/transfers-page.js'
import { readForm } from '../read-form.js'
import { sessions } from '../sessions.js'
import { transfers } from '../transfers.js'
import { twoStep } from '../two-step.js'

/** The second step of a sign-in, the setting for it, and transfers that need a passkey. */
export const security = new Hono<Guarded>()

security.get('/second-step', async (context) => {
  const session = await sessions.read(context.req.raw)
  return session?.partial ? context.html(secondStepPage(session)) : context.redirect('/', 303)
})

/** Turning it off makes the account less safe, so the user must have proven their identity again. */
security.post('/account/two-step', forSignedIn, forFree, async (context) => {
  const { userId, isSteppedUp } = context.get('session')
  const on = (await readForm(context.req.raw)).get('on')
  if (on === 'yes') await twoStep.turnOn(userId)
  else if (isSteppedUp) await twoStep.turnOff(userId)
  else return context.text('First confirm that it’s you.', 403)
  return context.redirect('/account', 303)
})

security.get('/transfers', forSignedIn, forFree, async (context) => {
  const session = context.get('session')
  const { userId } = session
  const page = {
    session,
    isAdmin: await admins.includes(userId),
    transfers: await transfers.of(userId),
    now: Date.now(),
  }
  return context.html(transfersPage(page))
})

security.get('/transfers/:id/:file{(?:receipt.json|account.json)}', forSignedIn, forFree, async (context) => {
  const { id, file } = context.req.param()
  const transfer = (await transfers.of(context.get('session').userId)).find((it) => it.id === id)
  if (!transfer) return context.notFound()
  const { payload, receipt, publicKey } = transfer
  const account = { userId: context.get('session').userId, origins: [environment.origin], publicKey }
  context.header('content-disposition', `attachment; filename="${file}"`)
  const contents = file === 'account.json' ? account : { payload, receipt }
  return context.text(JSON.stringify(contents, null, 2))
})
