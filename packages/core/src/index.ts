export type { PasskeyErrorCode } from '@latchkey/wire'
export type { AccountInput } from './api/accounts/accounts.js'
export type { Adoption, AdoptionFigures, AdoptionInput, ReportedOutcome } from './api/admin/adoption.js'
export type {
  DeliveriesInput,
  Delivery,
  EndpointInput,
  EndpointStatus,
  EndpointsInput,
  ReplayInput,
} from './api/admin/deliveries.js'
export type { EventsInput } from './api/admin/events.js'
export type {
  AdminPasskeyInput,
  AdminPasskeyList,
  AdminRemoved,
  AdminRemovedAll,
  AdminRenameInput,
  ChangedPasskey,
} from './api/admin/passkeys.js'
export type {
  CodeData,
  PasskeyData,
  UserData,
  UserDataAtRelyingParty,
  UserDataInput,
} from './api/admin/user-data.js'
export type { AdminApi } from './api/admin-api.js'
export type { AdminEnrollmentApi } from './api/admin-enrollment-api.js'
export type { Admission, AdmissionReason, AdmitsInput } from './api/assurance/admits.js'
export type { CeremonyApi } from './api/ceremony-api.js'
export type { CodeApi } from './api/code-api.js'
export type { PasswordAllowedInput } from './api/config/password-allowed.js'
export type { BegunConfirm, ConfirmBeginInput } from './api/confirm/begin-confirm.js'
export type { Confirm, ConfirmFinishInput } from './api/confirm/finish-confirm.js'
export type { DoctorFetch, DoctorInput } from './api/doctor/doctor.js'
export type { DoctorReport, Finding, FindingLevel, FindingName } from './api/doctor/findings.js'
export type { Health, HealthIssue } from './api/doctor/health.js'
export type { AdminEnrollBeginInput, EnrollBeginInput } from './api/enroll/begin-enroll.js'
export type { AdminEnrollFinishInput, Enrolled, EnrollFinishInput } from './api/enroll/finish-enroll.js'
export type { DeliverInput } from './api/events/deliver.js'
export type { DeliverCounts } from './api/events/store-outcomes.js'
export type { ExportInput } from './api/import-export/export-passkeys.js'
export type { ImportFormat } from './api/import-export/formats/import-formats.js'
export type { PasskeyRow } from './api/import-export/formats/latchkey-row.js'
export type { TimeUnit } from './api/import-export/formats/read-instant.js'
export type { RowRefusalCode } from './api/import-export/formats/row.js'
export type { ImportCounts, ImportedPasskey, ImportInput } from './api/import-export/import-passkeys.js'
export type {
  Invitation,
  InvitationCreateInput,
  UserInvitation,
  UserInviteInput,
} from './api/invitations/create-invitation.js'
export type { InvitationRevokeInput, ListedInvitation } from './api/invitations/invitations.js'
export type { InvitationRedeemInput } from './api/invitations/redeem-invitation.js'
export type { ListInput, PasskeyList, SignalsInput } from './api/manage/list-passkeys.js'
export type { RemoveInput, RenamedPasskey, RenameInput, SuspendInput } from './api/manage/own-passkeys.js'
export type { AdminOtpCompleteInput, OtpCompleteInput } from './api/otp/complete-otp.js'
export type { AdminOtpRequestInput, OtpRequestInput } from './api/otp/request-otp.js'
export type { OutcomeReportInput } from './api/outcome/report-outcome.js'
export type { OwnCeremonyApi } from './api/own-ceremony-api.js'
export type { Passkeys, RelyingPartyPasskeys } from './api/passkeys.js'
export type { LockedOutUser, PolicyPreview, PolicyPreviewInput } from './api/policy/preview-policy.js'
export type {
  ClearGroupInput,
  ClearOrganizationInput,
  ScheduledLayer,
  SetEnvironmentInput,
  SetGroupInput,
  SetOrganizationInput,
  StoredPolicy,
  StoredPolicyInput,
} from './api/policy/write-policy.js'
export type {
  DeviceCapabilities,
  PromptAnswerInput,
  PromptDecideInput,
  PromptResetInput,
  PromptShownInput,
} from './api/prompt/prompt.js'
export type { RecoveryCreateInput } from './api/recovery/create-recovery-codes.js'
export type { RecoveryRedeemInput } from './api/recovery/redeem-recovery-code.js'
export type {
  BegunSecondFactor,
  SecondFactor,
  SecondFactorBeginInput,
  SecondFactorFinishInput,
} from './api/second-factor/second-factor.js'
export type { BegunSignIn, SignInBeginInput } from './api/sign-in/begin-sign-in.js'
export type { SignIn, SignInFinishInput } from './api/sign-in/finish-sign-in.js'
export type { BegunSignUp, SignUpBeginInput } from './api/sign-up/begin-sign-up.js'
export type { SignUp, SignUpFinishInput } from './api/sign-up/finish-sign-up.js'
export type { BegunStepUp, StepUp, StepUpBeginInput, StepUpFinishInput } from './api/step-up/step-up.js'
export type { BegunOwnCeremony, OwnCeremonyBeginInput } from './assertion/begin-own.js'
export type { AssertionResult } from './assertion/finish-assertion.js'
export type { OwnCeremonyFinishInput } from './assertion/finish-own.js'
export type { Assurance } from './assurance/assess.js'
export {
  type AssertionPurpose,
  type Binding,
  type NativeBinding,
  type Purpose,
  unsafelyUnbound,
} from './ceremony/ceremony.js'
export type { Limit, LimitName, Limits } from './config/limits.js'
export type { MetadataSource } from './config/metadata-source.js'
export type { AndroidApp, AppleApp, PasskeyEndpoints } from './config/native-apps.js'
export type { Logger, PasskeysConfig, ReceiptKey, Secret } from './config/passkeys-config.js'
export type { ListedProvider, ProviderList } from './config/provider-list.js'
export type { RelyingParty } from './config/relying-party.js'
export type { RelyingPartyConfig, RelyingPartyEntry } from './config/relying-party-config.js'
export type { WellKnownDocument } from './config/well-known.js'
export type { AdminUserInput } from './context/admin-target.js'
export type { EffectiveInput, OrganizationInput } from './context/membership.js'
export type { MetadataIssue } from './context/metadata-reader.js'
export type { MetadataStatus } from './context/model-metadata.js'
export type { ReadPolicy } from './context/policy-reader.js'
export type { RelyingPartyInput } from './context/relying-party-input.js'
export { createPasskeys } from './create-passkeys.js'
export { isPasskeyError, PasskeyError, type PasskeyErrorOptions, type ReachedLimit } from './errors.js'
export type { Actor, ActorScope } from './events/create-event.js'
export type {
  DeliverFunction,
  DeliveryAttempt,
  DeliveryEndpoint,
  DeliveryResult,
  DeliveryTarget,
} from './events/delivery-target.js'
export type { EventData, PasskeyEvent, PasskeyEventOf, ReportedCeremony } from './events/event-data.js'
export type {
  CodeMessage,
  Host,
  HostUser,
  NewUser,
  Notice,
  NoticeKind,
  OtpPurpose,
  Session,
  SessionMethod,
} from './host/host.js'
export type { PlainJson } from './host/plain-json.js'
export type { FieldRequirement, Profile, ProfileRules } from './host/profile.js'
export type { AdminPasskey, UserNames } from './passkey/passkey-json.js'
export type {
  CodePolicy,
  EffectivePolicy,
  PartialOverrides,
  PartialPolicy,
  PolicyLayer,
  PolicyOverride,
  PolicyOverrides,
  PolicyProvenance,
  PromptMethod,
  PromptTrigger,
  RolloutExemption,
  SignInMethod,
  TrustRoots,
} from './policy/effective-policy.js'
export type { FieldRange, ListedKind } from './policy/field-rows.js'
export { type DescribedField, describePolicy } from './policy/map-fields.js'
export { presets } from './policy/presets.js'
export type { ResolvedPolicy } from './policy/resolve-policy.js'
export { isConfirmPayload } from './receipt/payload.js'
export type { Receipt } from './receipt/receipt.js'
export {
  type ExpectedReceipt,
  type VerifiedReceipt,
  type VerifyReceiptInput,
  verifyReceipt,
} from './receipt/verify-receipt.js'
export type { BegunWithCode } from './registration/begin-with-code.js'
export type { BegunEnroll } from './registration/own-enrollment.js'
export type { ReconciledSignUp, ReconcileInput } from './registration/reconcile-sign-up.js'
export type { CertifiedFormat } from './webauthn/attestation/trust-rules.js'
export type { TrustAnchor } from './webauthn/parse/trust-anchor.js'
