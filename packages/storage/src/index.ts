export type {
  AccountMadeIfAbsent,
  AccountPageQuery,
  AccountStore,
  AccountTarget,
  PurgeOptions,
  RecordPrompt,
  RemovedEvents,
} from './account-store.js'
export { assertStorable } from './assert-storable.js'
export { assertStorableCredentialId } from './assert-storable-credential-id.js'
export { assertStorableEndpoint } from './assert-storable-endpoint.js'
export { assertStorableIdCount, assertStorableLimit, assertStorablePageLimit } from './assert-storable-limit.js'
export { assertStorablePasskey } from './assert-storable-passkey.js'
export type { CodeSetCondition, CodeStore } from './code-store.js'
export type {
  ClaimedDelivery,
  DeliveryClaim,
  DeliveryPageQuery,
  DeliveryRecord,
  DeliveryStore,
  EndpointMark,
  EndpointRecord,
  EndpointTarget,
  FailedDelivery,
} from './delivery-store.js'
export type { EventPageQuery, EventStore, UserEventPageQuery } from './event-store.js'
export type { EventActor, EventCounts, EventName, EventRecord, EventTally } from './events.js'
export { hashCredentialId } from './hash-credential-id.js'
export type { InspectionStore, ServerState, StoredRelyingParty, UnsettledEvents } from './inspection-store.js'
export { isSameHash } from './is-same-hash.js'
export type { AcceptedMetadata, AcceptedVersion, MetadataStore } from './metadata-store.js'
export type {
  AddOptions,
  AddOutcome,
  PasskeyTarget,
  RecordUse,
  RecordUseOutcome,
  RemovedPasskeys,
  RemoveOptions,
  RemoveOutcome,
  StatusChange,
  UseChange,
} from './passkey-changes.js'
export type {
  MigrateOptions,
  PasskeyStorage,
  SchemaStatus,
  SchemaTool,
  SweepCounts,
  SweepOptions,
} from './passkey-storage.js'
export type { PasskeyPageQuery, PasskeyStore, RemovedId } from './passkey-store.js'
export type { PolicyStore } from './policy-store.js'
export type { RateCount, RateStore } from './rate-store.js'
export type {
  AccountRecord,
  AttestationRecord,
  CodePurpose,
  CodeRecord,
  DecoyTableScope,
  LayerScope,
  Page,
  PasskeyRecord,
  PasskeySource,
  PasskeyStatus,
  PasskeyWithAccount,
  PolicyScope,
  PromptRecord,
  Spend,
  StoredPolicyRecord,
  StoredScope,
  UserPasskeys,
} from './records.js'
export { liftsTombstone } from './records.js'
