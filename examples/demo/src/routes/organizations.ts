import { Hono } from 'hono'
import { forFree, forSignedIn, type Guarded } from '../guards.js'
import { type Organization, organizations } from '../organizations.js'
import { messagePage } from '../pages/message-page.js'
import { notAdmittedPage } from '../pages/not-admitted-page.js'
import { refusalOf } from '../places.js'
import { readForm } from '../read-form.js'
import { sessions } from '../sessions.js'

/** Joining and leaving organisations, and going from one to another. */
export const membership = new Hono<Guarded & { Variables: { organization: Organization } }>()

membership.use('/organizations/*', forSignedIn, forFree, async (context, next) => {
  const named = (await readForm(context.req.raw)).get('organization')
  const organization = organizations.find(String(named))
  if (!organization) {
    return context.html(messagePage({ title: 'Nothing here', text: 'There is no such organisation.' }), 404)
  }
  context.set('organization', organization)
  return next()
})

membership.post('/organizations/join', async (context) => {
  const { userId } = context.get('session')
  await organizations.join({ userId, organizationId: context.get('organization').id })
  return context.redirect('/account', 303)
})

membership.post('/organizations/leave', async (context) => {
  const { userId } = context.get('session')
  await organizations.leave({ userId, organizationId: context.get('organization').id })
  return context.redirect('/account', 303)
})

/** The sign-in of today must be enough for where the user goes; then that organisation may have a question. */
membership.post('/organizations/switch', async (context) => {
  const organization = context.get('organization')
  const refusal = await refusalOf(context.get('session'), organization.id)
  if (refusal) return context.html(notAdmittedPage(organization, refusal), 403)
  await sessions.move(context.req.raw, organization.id)
  return context.redirect('/offer', 303)
})
