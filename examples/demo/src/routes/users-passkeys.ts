import { PasskeyError } from '@latchkey/core'
import { type Context, Hono } from 'hono'
import { addressOf } from '../address-of.js'
import { readCredentials } from '../credentials.js'
import { environment } from '../environment.js'
import { actorOf } from '../find-admin.js'
import type { Guarded } from '../guards.js'
import { organizations } from '../organizations.js'
import { findUserPage } from '../pages/find-user-page.js'
import { messagePage } from '../pages/message-page.js'
import { isOutcome, type Outcome, type UsersPasskeysPage, usersPasskeysPage } from '../pages/users-passkeys-page.js'
import { passkeys } from '../passkeys.js'
import { readForm } from '../read-form.js'
import { type User, users } from '../users.js'

type OfUser = Guarded & { readonly Variables: { readonly user: User } }

/** Admins manage the passkeys of users. */
export const usersPasskeys = new Hono<OfUser>()

usersPasskeys.get('/admin/users', (context) => context.html(findUserPage({ session: context.get('session') })))

/** The e-mail address is in the body, so that access logs do not contain it. */
usersPasskeys.post('/admin/users', async (context) => {
  const { email } = readCredentials(await context.req.parseBody())
  const user = await users.findByEmail(email)
  if (user) return context.redirect(pathOf(user), 303)
  return context.html(findUserPage({ session: context.get('session'), unknown: email }), 404)
})

usersPasskeys.use('/admin/users/:userId/*', async (context, next) => {
  const user = await users.findById(context.req.param('userId'))
  if (!user) return context.html(messagePage({ title: 'Page not found', text: 'This user does not exist.' }), 404)
  context.set('user', user)
  return next()
})

usersPasskeys.get('/admin/users/:userId', async (context) => {
  const done = context.req.query('done')
  return show(context, { outcome: isOutcome(done) ? done : undefined })
})

usersPasskeys.post('/admin/users/:userId/passkeys/remove', async (context) => {
  await passkeys.admin.passkeys.removeAll(aboutUser(context))
  return showOutcome(context, 'all-removed')
})

/** The link is in the page alone: no address or log contains it. */
usersPasskeys.post('/admin/users/:userId/invitations', async (context) => {
  const urlTemplate = `${environment.origin}/invitation#{id}/{code}`
  const { url } = await passkeys.invitations.create({ ...aboutUser(context), urlTemplate })
  return show(context, { invitation: url })
})

usersPasskeys.post('/admin/users/:userId/passkeys/:id/rename', async (context) => {
  const name = String((await readForm(context.req.raw)).get('name') ?? '')
  return change(context, 'renamed', () => passkeys.admin.passkeys.rename({ ...aboutPasskey(context), name }))
})

usersPasskeys.post('/admin/users/:userId/passkeys/:id/suspend', (context) =>
  change(context, 'suspended', () => passkeys.admin.passkeys.suspend(aboutPasskey(context))),
)

usersPasskeys.post('/admin/users/:userId/passkeys/:id/reinstate', (context) =>
  change(context, 'reinstated', () => passkeys.admin.passkeys.reinstate(aboutPasskey(context))),
)

usersPasskeys.post('/admin/users/:userId/passkeys/:id/remove', (context) =>
  change(context, 'removed', () => passkeys.admin.passkeys.remove(aboutPasskey(context))),
)

function aboutUser(context: Context<OfUser>) {
  return { userId: context.get('user').id, actor: actorOf(context.get('session')) }
}

function aboutPasskey(context: Context<OfUser>) {
  return { ...aboutUser(context), id: context.req.param('id') ?? '' }
}

const refusals = { not_found: 404, malformed: 422 } as const

/** Shows the current passkeys whether the change succeeded or not. */
async function change(context: Context<OfUser>, outcome: Outcome, work: () => Promise<unknown>): Promise<Response> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof PasskeyError) || !(error.code === 'not_found' || error.code === 'malformed')) throw error
    context.status(refusals[error.code])
    return show(context, { outcome: error.code })
  }
  return showOutcome(context, outcome)
}

function showOutcome(context: Context<OfUser>, done: Outcome): Response {
  return context.redirect(addressOf(pathOf(context.get('user')), { done }), 303)
}

type News = Pick<UsersPasskeysPage, 'outcome' | 'invitation'>

async function show(context: Context<OfUser>, news: News): Promise<Response> {
  const [user, about] = [context.get('user'), aboutUser(context)]
  const page = usersPasskeysPage({
    session: context.get('session'),
    user,
    organizations: await organizations.of(user.id),
    otherSignInMethods: await users.otherSignInMethods({ userId: user.id }),
    passkeys: (await passkeys.admin.passkeys.list(about)).passkeys,
    now: Date.now(),
    ...news,
  })
  return context.html(page)
}

function pathOf({ id }: User): string {
  return `/admin/users/${encodeURIComponent(id)}`
}
