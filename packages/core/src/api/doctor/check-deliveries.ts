import type { DeliveryStore, EndpointRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import type { DoctorCheck } from './doctor.js'
import { type Finding, finding } from './findings.js'

const lateMs = 3_600_000
const pageSize = 100
const most = 1000

/** Every endpoint gets its events, and events that no endpoint gets are not about to be deleted. */
export const checkDeliveries: DoctorCheck = async (context) => {
  const { store, settings } = context
  const { deliveries } = store
  const endpoints = (await deliveries?.listEndpoints(settings.relyingParty.id)) ?? []
  const ofEndpoints = deliveries
    ? await Promise.all(endpoints.map((endpoint) => checkEndpoint(deliveries, endpoint, settings.now())))
    : []
  return [...ofEndpoints.flat(), ...(await checkUnsettled(context, endpoints))]
}

async function checkEndpoint(deliveries: DeliveryStore, endpoint: EndpointRecord, now: number) {
  const { disabledAt, reason, rpId, endpoint: id } = endpoint
  if (disabledAt !== undefined) {
    const message = `The endpoint '${id}' is disabled (${reason ?? 'no reason is stored'}), and its events wait. Repair the endpoint, then call admin.deliveries.enableEndpoint.`
    return [finding('endpoint_disabled', message)]
  }
  const dead = await deliveries.page({ rpId, endpoint: id, dead: true, limit: pageSize })
  const waiting = await deliveries.page({ rpId, endpoint: id, dead: false, limit: pageSize })
  const late = waiting.items.filter(({ event }) => event.at < now - lateMs)
  return [
    ...(dead.items.length > 0 ? [deadLetters(id, dead.items.length)] : []),
    ...(late.length > 0 ? [undelivered(late.length, ` for the endpoint '${id}'`)] : []),
  ]
}

function deadLetters(id: string, letters: number): Finding {
  const count = letters < pageSize ? letters : `at least ${pageSize}`
  const message = `Events for the endpoint '${id}' that could not be delivered within three days: ${count}. Repair the endpoint, then call admin.deliveries.replay before they are deleted.`
  return finding('dead_letters', message, { letters })
}

function undelivered(events: number, where: string): Finding {
  const message = `Events${where} that have waited for more than an hour: ${events}. Run latchkey deliver, or call passkeys.events.deliver every minute.`
  return finding('events_undelivered', message, { events })
}

async function checkUnsettled(
  { store, settings }: Context,
  endpoints: readonly EndpointRecord[],
): Promise<readonly Finding[]> {
  if (!store.inspection) return []
  const { count, oldestAt = Number.POSITIVE_INFINITY } = await store.inspection.unsettled(
    settings.relyingParty.id,
    most,
  )
  const age = settings.now() - oldestAt
  if (endpoints.length > 0) return age > lateMs ? [undelivered(count, '')] : []
  const { unsettledEventSeconds: keptFor } = settings
  if (keptFor === 'never' || age < (keptFor * 1000) / 2) return []
  const days = Math.round(keptFor / 86_400)
  const message = `Events that were not delivered and will be deleted after ${days} days: at least ${count}. Deliver them with passkeys.events.deliver, or ignore this if you do not use events.`
  return [finding('events_unread', message, { events: count })]
}
