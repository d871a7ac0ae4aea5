import type { DeliverCounts, DeliverInput, Passkeys } from '@latchkey/core'
import { CommandError } from '../command-error.js'

/** What `latchkey deliver` works with. */
export interface DeliveryRun {
  readonly passkeys: Pick<Passkeys, 'events'>
  readonly to: DeliverInput['to']
  /** Once aborted, no further attempt begins. */
  readonly signal: AbortSignal
}

/**
 * One call of `events.deliver`.
 *
 * @throws {CommandError} `config_invalid` where `deliverTo` names something else than targets, or the storage has no
 * deliveries.
 */
export async function deliverPass({ passkeys, to, signal }: DeliveryRun): Promise<DeliverCounts> {
  try {
    return await passkeys.events.deliver({ to, signal })
  } catch (error) {
    if (error instanceof TypeError) throw new CommandError('config_invalid', error.message, { cause: error.cause })
    throw error
  }
}

export function hasAttempted({ delivered, failed, dead }: DeliverCounts): boolean {
  return delivered + failed + dead > 0
}

export function describeCounts({ delivered, failed, dead }: DeliverCounts): string {
  return `${delivered} delivered, ${failed} failed, ${dead} given up.`
}
