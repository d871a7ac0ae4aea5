import type { HostileStorage } from './hostile-storage.js'
import { liesAboutOwners } from './lies-about-owners.js'
import { nonsense } from './nonsense.js'
import { staleAnswers } from './stale-answers.js'

/**
 * Storages that misbehave, as data. A test enrolls a victim and an attacker in an honest storage, calls `prepare`,
 * continues with the result of `lie`, and tries `attackedBy` as the attacker: it must fail.
 */
export const hostileStorages: readonly HostileStorage[] = [...liesAboutOwners, ...staleAnswers, ...nonsense]
