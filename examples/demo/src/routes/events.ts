import { Hono } from 'hono'
import { isEventId, lastEvents, type ToldEvent } from '../events/last-events.js'
import { actorOf } from '../find-admin.js'
import type { Guarded } from '../guards.js'
import { organizations } from '../organizations.js'
import { eventsPage } from '../pages/events-page.js'
import { passkeys } from '../passkeys.js'
import { users } from '../users.js'

/** What has happened: to everybody, or in one organisation. */
export const events = new Hono<Guarded>()

const limit = 50

events.get('/admin/events', async (context) => {
  const session = context.get('session')
  const organization = organizations.find(context.req.query('organization'))
  const named = context.req.query('before')
  const before = isEventId(named) ? named : undefined
  const asked = { before, limit, now: Date.now(), organizationId: organization?.id, actor: actorOf(session) }
  const last = await lastEvents(passkeys.admin.events, asked)
  const names = await namesIn(last.events)
  return context.html(eventsPage({ ...last, session, organization, isFirst: before === undefined, names }))
})

/** What everybody is called whom the events name. */
async function namesIn(told: readonly ToldEvent[]): Promise<ReadonlyMap<string, string>> {
  const ids = told.flatMap(({ userId, actor }) => [userId, actor.id]).filter((id) => id !== undefined)
  const found = await Promise.all([...new Set(ids)].map((id) => users.findById(id)))
  return new Map(found.flatMap((user) => (user ? [[user.id, user.name]] : [])))
}
