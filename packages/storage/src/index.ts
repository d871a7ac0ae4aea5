export type {
  AccountMadeIfAbsent,
  AccountStore,
  AccountTarget,
  RecordPrompt,
  TellRemoved,
} from './account-store.js'
export type { CodeStore } from './code-store.js'
export type { EventPageQuery, EventStore } from './event-store.js'
export type { EventActor, EventName, EventRecord } from './events.js'
export { isSameHash } from './is-same-hash.js'
export type { PasskeyStorage, SchemaStatus, SchemaTool, SweepCounts } from './passkey-storage.js'
export type {
  AddOutcome,
  AddTogether,
  PasskeyPageQuery,
  PasskeyStore,
  PasskeyTarget,
  RecordUse,
  RecordUseOutcome,
  RemovedPasskeys,
  RemoveTogether,
  UseChange,
} from './passkey-store.js'
export type { PolicyStore } from './policy-store.js'
export type { RateCount, RateStore } from './rate-store.js'
export type {
  AccountRecord,
  AttestationRecord,
  CodeRecord,
  Page,
  PasskeyRecord,
  PasskeySource,
  PasskeyStatus,
  PasskeyWithAccount,
  PolicyScope,
  PromptRecord,
  Spend,
  StoredPolicyRecord,
  UserPasskeys,
} from './records.js'
export { refuseUnfit } from './refuse-unfit.js'
export { refuseUnfitCredentialId } from './refuse-unfit-credential-id.js'
export { refuseUnfitLimit, refuseUnfitPageLimit } from './refuse-unfit-limit.js'
