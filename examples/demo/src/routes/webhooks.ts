import { Hono } from 'hono'
import { receiver } from '../deliveries/receiver.js'
import { isGenuineWebhook } from '../deliveries/verify-webhook.js'
import { environment } from '../environment.js'
import { isEventName } from '../events/event-texts.js'

/** What receives the webhooks. Usually that is another program. */
export const receivedWebhooks = new Hono()

receivedWebhooks.post('/webhooks', async (context) => {
  if (!receiver.isRunning) return context.text('Out of order.', 500)
  const { headers } = context.req.raw
  const body = await context.req.text()
  const receivedAt = Date.now()
  if (!isGenuineWebhook({ headers, body, secret: environment.webhookSecret, now: receivedAt })) {
    return context.text('Not signed for this receiver.', 401)
  }
  const { type, data } = JSON.parse(body)
  // A name that this receiver does not know yet is taken, and left out.
  if (isEventName(type)) await receiver.accept({ id: data.id, receivedAt, type, userId: data.userId })
  return context.body(null, 204)
})
