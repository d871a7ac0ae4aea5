import type {
  AcceptedMetadata,
  AccountRecord,
  CodeRecord,
  EndpointRecord,
  EventRecord,
  PasskeyRecord,
  RateCount,
  RemovedId,
  StoredPolicyRecord,
} from '@latchkey/storage'

/** Everything that one storage holds. Its records are replaced, never changed. */
export interface MemoryState {
  /** By relying party and credential id. */
  readonly passkeys: Map<string, PasskeyRecord>
  /** By relying party and user: the keys of that user's passkeys in `passkeys`. */
  readonly keysByUser: Map<string, Set<string>>
  /** By relying party and credential id: the hash that is remembered once it is removed. */
  readonly idHashes: Map<string, string>
  /** By that hash. */
  readonly removed: Map<string, Omit<RemovedId, 'id'>>
  /** By relying party and user. */
  readonly accounts: Map<string, AccountRecord>
  /** What was spent, and its expiry. */
  readonly spent: Map<string, number>
  /** The newest expiry that a sweep has forgotten: what expires no later counts as spent. */
  forgottenUntil: number
  /** By relying party and scope. */
  readonly policies: Map<string, StoredPolicyRecord>
  readonly codes: Map<string, CodeRecord>
  readonly events: Map<string, KeptEvent>
  /** By relying party and `once`: the id of the event that has it. */
  readonly once: Map<string, string>
  /** By root. */
  readonly metadata: Map<string, AcceptedMetadata>
  readonly rates: Map<string, RateCount>
  /** By relying party and id. */
  readonly endpoints: Map<string, EndpointRecord>
  /** By relying party, endpoint and event. */
  readonly deliveries: Map<string, StoredDelivery>
}

export interface StoredDelivery {
  readonly rpId: string
  readonly endpoint: string
  readonly eventId: string
  readonly userId?: string
  readonly attempts: number
  readonly firstAttemptAt?: number
  readonly dueAt: number
  readonly reason?: string
  readonly deadAt?: number
  readonly createdAt: number
}

export interface KeptEvent {
  readonly event: EventRecord
  /** 0 if it is not claimed. */
  readonly leasedUntil: number
  readonly settledAt?: number
}

export function emptyState(): MemoryState {
  return {
    passkeys: new Map(),
    keysByUser: new Map(),
    idHashes: new Map(),
    removed: new Map(),
    accounts: new Map(),
    spent: new Map(),
    forgottenUntil: -Infinity,
    policies: new Map(),
    codes: new Map(),
    events: new Map(),
    once: new Map(),
    metadata: new Map(),
    rates: new Map(),
    endpoints: new Map(),
    deliveries: new Map(),
  }
}

/** One key for several ids. JSON separates them, whatever they contain. */
export function keyOf(...ids: readonly string[]): string {
  return JSON.stringify(ids)
}
