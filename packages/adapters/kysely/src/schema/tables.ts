import type {
  AttestationRecord,
  CodeRecord,
  EventActor,
  EventName,
  PasskeySource,
  PasskeyStatus,
  RemovedId,
  StoredScope,
} from '@latchkey/storage'
import type { AuthenticatorAttachment, CredentialId, UserHandle } from '@latchkey/wire'
import type { ColumnType } from 'kysely'

/** A whole number as drivers return it; `toNumber` reads it. Flags are 0 and 1. */
export type KeptNumber = number | bigint | string

/** Bytes as drivers return them; `toBytes` reads them. */
export type KeptBytes = Uint8Array | ArrayBuffer | readonly number[]

/** An update may add to the stored value. */
type NumberColumn = ColumnType<KeptNumber, number, KeptNumber>
type OptionalNumberColumn = ColumnType<KeptNumber | null, number | null, KeptNumber | null>
type BytesColumn = ColumnType<KeptBytes, Uint8Array, Uint8Array>

export interface LatchkeyTables {
  readonly latchkey_passkeys: PasskeyTable
  readonly latchkey_accounts: AccountTable
  readonly latchkey_removed: RemovedTable
  readonly latchkey_spent: SpentTable
  readonly latchkey_policies: PolicyTable
  readonly latchkey_codes: CodeTable
  readonly latchkey_events: EventTable
  readonly latchkey_rates: RateTable
  readonly latchkey_metadata: MetadataTable
  readonly latchkey_endpoints: EndpointTable
  readonly latchkey_deliveries: DeliveryTable
  readonly latchkey_migrations: MigrationTable
}

export interface PasskeyTable {
  rp_id: string
  id: CredentialId
  user_id: string
  user_handle: UserHandle
  public_key: BytesColumn
  algorithm: NumberColumn
  sign_count: NumberColumn
  sign_in_count: NumberColumn
  name: string
  aaguid: string
  attestation_format: string
  attestation_type: AttestationRecord['type']
  attestation_trusted: NumberColumn
  /** For an attestation that could not be checked yet: a JSON array. */
  attestation_chain: string | null
  transports: string
  attachment: AuthenticatorAttachment | null
  discoverable: OptionalNumberColumn
  /** 0 or 1, and 2 if it is unknown: the column is older than that value. */
  backup_eligible: NumberColumn
  backed_up: NumberColumn
  user_verified: NumberColumn
  had_second_factor: OptionalNumberColumn
  used_here: OptionalNumberColumn
  status: PasskeyStatus
  /** The organizations that have suspended it; the environment's suspension is the status. See `suspended-by.ts`. */
  suspended_by: string | null
  source: PasskeySource
  enrolled_by: string | null
  organization_id: string | null
  bound_to: string | null
  created_at: NumberColumn
  last_used_at: OptionalNumberColumn
}

export interface AccountTable {
  rp_id: string
  user_id: string
  user_handle: UserHandle
  version: NumberColumn
  passkey_count: NumberColumn
  active_count: NumberColumn
  prompt_declined_at: OptionalNumberColumn
  prompt_declines: NumberColumn
  prompt_never: NumberColumn
  prompt_last_shown_at: OptionalNumberColumn
  created_at: NumberColumn
  purged_at: OptionalNumberColumn
}

/** Ids of passkeys that were removed. */
export interface RemovedTable {
  rp_id: string
  /** As `hashCredentialId` makes it. */
  id_hash: string
  reason: RemovedId['reason']
  removed_at: NumberColumn
}

export interface SpentTable {
  id: string
  expires_at: NumberColumn
}

export interface PolicyTable {
  scope: StoredScope
  enabled: NumberColumn
  policy: string
  version: NumberColumn
  changed_at: NumberColumn
  changed_by: string | null
}

export interface CodeTable {
  id: string
  purpose: CodeRecord['purpose']
  rp_id: string
  user_id: string
  hash: BytesColumn
  tries_left: NumberColumn
  /** No value in a row of before there were any, which is not redeemed. */
  redemptions_left: OptionalNumberColumn
  created_at: OptionalNumberColumn
  expires_at: OptionalNumberColumn
  created_by: string | null
  organization_id: string | null
  bound_to: string | null
  attachment: AuthenticatorAttachment | null
  profile: string | null
  used_at: OptionalNumberColumn
}

export interface EventTable {
  id: string
  once: string | null
  tally_count: OptionalNumberColumn
  tally_addresses: OptionalNumberColumn
  name: EventName
  at: NumberColumn
  rp_id: string
  user_id: string | null
  organization_id: string | null
  actor_type: EventActor['type']
  actor_id: string | null
  data: string
  /** The claim that has leased it: a random id, for a person who looks into the table. */
  claimed_by: string | null
  leased_until: NumberColumn
  settled_at: OptionalNumberColumn
}

export interface RateTable {
  key: string
  count: NumberColumn
  resets_at: NumberColumn
}

export interface MetadataTable {
  root: string
  no: NumberColumn
  digest: string
  accepted_at: NumberColumn
}

/** Where events are delivered to. */
export interface EndpointTable {
  rp_id: string
  endpoint: string
  created_at: NumberColumn
  disabled_at: OptionalNumberColumn
  failing_since: OptionalNumberColumn
  reason: string | null
  /** Written by each transaction that enqueues, which locks the row. */
  enqueued_at: NumberColumn
}

export interface DeliveryTable {
  /** The endpoint and the event. */
  id: string
  rp_id: string
  endpoint: string
  event_id: string
  user_id: string | null
  attempts: NumberColumn
  first_attempt_at: OptionalNumberColumn
  due_at: NumberColumn
  reason: string | null
  dead_at: OptionalNumberColumn
  created_at: NumberColumn
}

export interface MigrationTable {
  number: NumberColumn
}
