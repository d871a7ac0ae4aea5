import { Hono } from 'hono'
import { accountPage } from '../pages/account-page.js'
import { offerPage } from '../pages/offer-page.js'
import { passkeys } from '../passkeys.js'
import { sessions } from '../sessions.js'

/** What only whoever is signed in can see. */
export const account = new Hono()

/** Every sign-in with a password comes by here; whether there is anything to ask, the policy decides. */
account.get('/offer', async (context) => {
  const session = await sessions.read(context.req.raw)
  if (!session) return context.redirect('/sign-in')
  const decision = await passkeys.prompt.decide({ session, on: 'sign-in' })
  return decision.prompt === 'none' ? context.redirect('/account') : context.html(offerPage(decision))
})

account.get('/account', async (context) => {
  const session = await sessions.read(context.req.raw)
  if (!session) return context.redirect('/sign-in')
  const list = await passkeys.manage.list({ session })
  return context.html(accountPage({ session, passkeys: list.passkeys, now: Date.now() }))
})
