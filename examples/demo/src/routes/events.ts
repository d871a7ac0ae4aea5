import { type Context, Hono } from 'hono'
import { readCredentials } from '../credentials.js'
import { isEventName } from '../events/event-texts.js'
import { isEventId, type ListedEvent, lastEvents } from '../events/last-events.js'
import { actorOf } from '../find-admin.js'
import type { Guarded } from '../guards.js'
import { organizations } from '../organizations.js'
import { type EventFilter, eventsAddress } from '../pages/event-filter.js'
import { eventsPage } from '../pages/events-page.js'
import type { Html } from '../pages/layout.js'
import { passkeys } from '../passkeys.js'
import { users } from '../users.js'

/** Recent events: of all users, or in one organization; filtered by name and by user. */
export const events = new Hono<Guarded>()

const limit = 50

events.get('/admin/events', async (context) => {
  const { organization, name, user, before } = context.req.query()
  const filter = {
    organization: organizations.find(organization),
    name: isEventName(name) ? name : undefined,
    user: user === undefined ? undefined : await users.findById(user),
  }
  return context.html(await show(context, filter, isEventId(before) ? before : undefined))
})

/** The e-mail address becomes the user's id, which may be in an address. */
events.post('/admin/events', async (context) => {
  const form = await context.req.parseBody()
  const { email } = readCredentials(form)
  const name = String(form.name)
  const filter = {
    organization: organizations.find(String(form.organization)),
    name: isEventName(name) ? name : undefined,
    user: email === '' ? undefined : await users.findByEmail(email),
  }
  if (email === '' || filter.user) return context.redirect(eventsAddress(filter), 303)
  return context.html(await show(context, { ...filter, unknown: email }, undefined), 404)
})

async function show(context: Context<Guarded>, filter: EventFilter, before: string | undefined): Promise<Html> {
  const session = context.get('session')
  const { organization, name, user, unknown } = filter
  const input = { before, limit, now: Date.now(), organizationId: organization?.id, actor: actorOf(session) }
  const matches = (event: ListedEvent) =>
    (name === undefined || event.name === name) && (user === undefined || event.userId === user.id)
  const last =
    unknown === undefined
      ? await lastEvents(passkeys.admin.events, { ...input, matches })
      : { events: [], hasOlder: false }
  const names = await namesIn(last.events)
  return eventsPage({ ...last, session, filter, isFirst: before === undefined, names })
}

/** The names of all users and admins in the events, by id. */
function namesIn(listed: readonly ListedEvent[]): Promise<ReadonlyMap<string, string>> {
  return users.namesOf(listed.flatMap(({ userId, actor }) => [userId, actor.id]).filter((id) => id !== undefined))
}
