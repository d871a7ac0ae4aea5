import { Hono } from 'hono'
import { forFree, forSignedIn, type Guarded } from '../guards.js'
import { type Organization, organizations } from '../organizations.js'
import { messagePage } from '../pages/message-page.js'
import { notAdmittedPage } from '../pages/not-admitted-page.js'
import { refusalOf } from '../places.js'
import { readForm } from '../read-form.js'
import { sessions } from '../sessions.js'

/** Join, leave and switch organizations. */
export const membership = new Hono<Guarded & { Variables: { organization: Organization } }>()

membership.use('/organizations/*', forSignedIn, forFree, async (context, next) => {
  const named = (await readForm(context.req.raw)).get('organization')
  const organization = organizations.find(String(named))
  if (!organization) {
    return context.html(messagePage({ title: 'Page not found', text: 'This organization does not exist.' }), 404)
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

/** The current sign-in must be enough for the organization. Then its policy decides whether to ask for a passkey. */
membership.post('/organizations/switch', async (context) => {
  const organization = context.get('organization')
  const refusal = await refusalOf(context.get('session'), organization.id)
  if (refusal) return context.html(notAdmittedPage(organization, refusal), 403)
  await sessions.move(context.req.raw, organization.id)
  return context.redirect('/offer', 303)
})
