import type { EventRecord } from './events.js'
import type { StoredPolicyRecord, StoredScope } from './records.js'

/**
 * Stored layers of policy, and the frozen table of decoys. They may live in another database than the rest: then the
 * events of `write` are in the outbox of that database, and must be claimed there too.
 */
export interface PolicyStore {
  /**
   * The records of these scopes of the relying party that exist, each once, in any order.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  read(rpId: string, scopes: readonly StoredScope[]): Promise<readonly StoredPolicyRecord[]>

  /**
   * Stores the policy, with its events, if the stored version of its relying party and scope is
   * `expectedVersion` (0: there is none yet) and `policy.version` follows it. Otherwise returns `version_conflict`, and nothing has changed. One of simultaneous
   * writers wins.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for an event whose id is stored already or named twice
   */
  write(
    policy: StoredPolicyRecord,
    expectedVersion: number,
    events: readonly EventRecord[],
  ): Promise<'written' | 'version_conflict'>
}
