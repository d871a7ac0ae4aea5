import { Hono } from 'hono'
import { deliverEvents, endpoint } from '../deliveries/deliver-events.js'
import { receiver } from '../deliveries/receiver.js'
import { actorOf } from '../find-admin.js'
import type { Guarded } from '../guards.js'
import { deliveriesPage } from '../pages/deliveries-page.js'
import { passkeys } from '../passkeys.js'
import { readForm } from '../read-form.js'
import { users } from '../users.js'

/** Where events go: what waits, what was given up, and what has arrived. */
export const deliveries = new Hono<Guarded>()

const path = '/admin/deliveries'
const most = 50

deliveries.get(path, async (context) => {
  const session = context.get('session')
  const actor = actorOf(session)
  const { list, endpoints: endpointsOf } = passkeys.admin.deliveries
  const [{ endpoints }, waiting, dead, received] = await Promise.all([
    endpointsOf({ actor }),
    list({ endpoint, actor, status: 'waiting', limit: most }),
    list({ endpoint, actor, status: 'dead', limit: most }),
    receiver.last(most),
  ])
  const ids = [
    ...[...waiting.items, ...dead.items].map(({ event }) => event.userId),
    ...received.map((it) => it.userId),
  ]
  const names = await users.namesOf(ids.filter((id) => id !== undefined))
  const status = endpoints.find((it) => it.endpoint === endpoint)
  const { isRunning } = receiver
  const page = {
    session,
    status,
    isRunning,
    waiting: waiting.items,
    dead: dead.items,
    received,
    names,
    now: Date.now(),
  }
  return context.html(deliveriesPage(page))
})

deliveries.post(`${path}/receiver`, async (context) => {
  if ((await readForm(context.req.raw)).get('run') === 'yes') receiver.start()
  else receiver.stop()
  return context.redirect(path, 303)
})

deliveries.post(`${path}/deliver`, async (context) => {
  await deliverEvents()
  return context.redirect(path, 303)
})

/** One that was given up, or all of them. They are due at once. */
deliveries.post(`${path}/replay`, async (context) => {
  const id = (await readForm(context.req.raw)).get('event')
  const eventIds = typeof id === 'string' ? [id] : undefined
  await passkeys.admin.deliveries.replay({ endpoint, eventIds, actor: actorOf(context.get('session')) })
  await deliverEvents()
  return context.redirect(path, 303)
})
