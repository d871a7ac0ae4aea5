import type { InspectionStore } from '@latchkey/storage'
import { ask, isCount } from './ask-storage.js'

/** The same for what only the doctor reads. */
export function checkInspection(inspection: InspectionStore): InspectionStore {
  return {
    relyingParties: () =>
      ask(
        () => inspection.relyingParties(),
        (found) =>
          found.every(({ rpId, passkeys, users }) => typeof rpId === 'string' && isCount(passkeys) && isCount(users)),
      ),
    sweepable: (now, limit) => ask(() => inspection.sweepable(now, limit), isCount),
    unsettled: (rpId, limit) =>
      ask(
        () => inspection.unsettled(rpId, limit),
        ({ count }) => isCount(count),
      ),
    server: () =>
      ask(
        () => inspection.server(),
        ({ now, issues }) => isCount(now) && Array.isArray(issues),
      ),
  }
}
