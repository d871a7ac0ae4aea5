/** The closed set of event names. */
export type EventName =
  | 'passkey.added'
  | 'passkey.removed'
  | 'passkey.renamed'
  | 'passkey.used'
  | 'passkey.suspended'
  | 'passkey.reinstated'
  | 'passkey.clone_suspected'
  | 'passkey.backup_state_changed'
  | 'passkey.transports_added'
  | 'passkey.last_removal_refused'
  | 'passkey.limit_reached'
  | 'passkey.use_refused'
  | 'sign_in.failed'
  | 'ceremony.reported'
  | 'sign_up.completed'
  | 'prompt.shown'
  | 'prompt.declined'
  | 'prompt.never'
  | 'prompt.reset'
  | 'invitation.created'
  | 'invitation.redeemed'
  | 'invitation.failed'
  | 'invitation.revoked'
  | 'recovery.codes_created'
  | 'recovery.code_used'
  | 'otp.requested'
  | 'otp.failed'
  | 'policy.changed'
  | 'policy.override_changed'
  | 'metadata.rejected'
  | 'metadata.older_accepted'
  | 'account.locked'
  | 'account.unlocked'
  | 'account.invalidated'
  | 'account.purged'

/** One thing that happened, written in the same atomic call as the change. Holds no key material. */
export interface EventRecord {
  /**
   * Sorts by the time it was made, which is not the time of the commit: 12 hexadecimal digits of epoch milliseconds,
   * 4 that one process counts, and 16 random ones.
   */
  readonly id: string
  /**
   * Unique per relying party: every verb that takes events silently leaves out a second event with the same `once`,
   * as long as the first one is stored. So a ceremony that is replayed writes nothing new.
   */
  readonly once?: string
  readonly name: EventName
  readonly at: number
  readonly rpId: string
  readonly userId?: string
  readonly organizationId?: string
  readonly actor: EventActor
  /** JSON, less than 4 kB. */
  readonly data: Readonly<Record<string, unknown>>
  /** On an event that represents many: see `events.tally`. */
  readonly counts?: EventCounts
}

/** How often something happened, for example in one minute. */
export interface EventCounts {
  readonly count: number
  /** From how many addresses; an address that several processes have seen counts once for each. */
  readonly addresses: number
}

/** An event that represents many, as far as one process has seen them. */
export interface EventTally extends EventRecord {
  /** Names what is counted, for example the code and the minute. */
  readonly once: string
  readonly counts: EventCounts
}

/** Who did it: the user, an admin of your app, or Latchkey itself. */
export interface EventActor {
  readonly type: 'user' | 'admin' | 'system'
  readonly id?: string
}
