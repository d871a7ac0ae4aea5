import type { ClaimedDelivery } from '@latchkey/storage'
import type { Settings } from '../../config/settings.js'
import { type DeliveryEndpoint, type DeliveryResult, parseDeliveryResult } from '../../events/delivery-target.js'
import { toPasskeyEvent } from '../../events/event-data.js'

/** After this long an attempt counts as failed. */
export const patienceMs = 30_000

/** An attempt that has ended. */
export interface Attempt {
  readonly delivery: ClaimedDelivery
  readonly outcome: DeliveryResult
}

/** Tries once. An endpoint that throws, rejects, never returns or returns something else than a result has failed. */
export async function attemptDelivery(
  { now }: Pick<Settings, 'now'>,
  endpoint: DeliveryEndpoint,
  delivery: ClaimedDelivery,
): Promise<Attempt> {
  const { attempt, event } = delivery
  const controller = new AbortController()
  const call = async () => {
    const given = await endpoint.deliver(toPasskeyEvent(event), { attempt, signal: controller.signal, now: now() })
    return parseDeliveryResult(given)
  }
  const called = call().catch((): DeliveryResult => ({ result: 'failed', reason: 'endpoint_rejected' }))
  return { delivery, outcome: await withinPatience(called, controller) }
}

async function withinPatience(called: Promise<DeliveryResult>, controller: AbortController): Promise<DeliveryResult> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<DeliveryResult>((resolve) => {
    timer = setTimeout(() => {
      controller.abort()
      resolve({ result: 'failed', reason: 'timed_out' })
    }, patienceMs)
  })
  const outcome = await Promise.race([called, late])
  clearTimeout(timer)
  return outcome
}
