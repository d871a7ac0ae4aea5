import type { Session } from '../config/host.js'
import { PasskeyError } from '../errors.js'
import { isRecent, type RecentRule } from './check-recent.js'

/**
 * Of the strong methods that the user has, by their names in `session.methods`, one was used as recently as that. Who
 * has none needs none.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export function checkStrongest({ methods }: Session, strong: readonly string[], rule: RecentRule): void {
  const isUsed = methods.some(({ name, at }) => strong.includes(name) && isRecent(at, rule))
  if (strong.length > 0 && !isUsed) throw new PasskeyError('recent_authentication_required')
}
