import type { DeliveryStore } from '@latchkey/storage'
import type { Context } from './context.js'

/**
 * The deliveries of the storage.
 *
 * @throws {TypeError} where it has none.
 */
export function deliveryStore({ store }: Pick<Context, 'store'>): DeliveryStore {
  if (store.deliveries !== undefined) return store.deliveries
  throw new TypeError('This storage cannot deliver events: it has no `deliveries`. @latchkey/kysely and /memory do.')
}
