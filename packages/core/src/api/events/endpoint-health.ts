import type { DeliveryStore, EndpointRecord } from '@latchkey/storage'
import type { Settings } from '../../config/settings.js'
import type { Attempt } from './attempt-delivery.js'

export interface WatchedEndpoint {
  readonly settings: Pick<Settings, 'now' | 'logger'>
  readonly store: DeliveryStore
  readonly state: EndpointRecord
}

/** How the endpoint does, as `admin.deliveries` shows it. */
export interface EndpointHealth {
  /** Whether an attempt has ended with `disabled`. */
  readonly isDisabled: boolean
  /** Records what the attempts say of the endpoint; a success only where it was failing. */
  note(attempts: readonly Attempt[]): Promise<void>
}

export function watchEndpoint({ settings, store, state }: WatchedEndpoint): EndpointHealth {
  let isFailing = state.failingSince !== undefined
  let isDisabled = false
  const disable = async (reason: string) => {
    isDisabled = true
    await store.markEndpoint(state, { as: 'disabled', at: settings.now(), reason })
    settings.logger.warn(`latchkey: the endpoint ${state.endpoint} is disabled (${reason}); see admin.deliveries.`)
  }
  return {
    get isDisabled() {
      return isDisabled
    },
    async note(attempts) {
      const outcomes = attempts.map(({ outcome }) => outcome)
      const refused = outcomes.find((outcome) => outcome.result === 'disabled')
      const failed = outcomes.findLast((outcome) => outcome.result === 'failed')
      const hasArrived = outcomes.some(({ result }) => result === 'delivered')
      const wasFailing = isFailing
      isFailing = !hasArrived
      if (refused) return disable(refused.reason)
      const at = settings.now()
      if (hasArrived && wasFailing) await store.markEndpoint(state, { as: 'succeeded', at })
      if (!hasArrived && failed) await store.markEndpoint(state, { as: 'failed', at, reason: failed.reason })
    },
  }
}
