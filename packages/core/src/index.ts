export type { PasskeyErrorCode } from '@latchkey/wire'
export type { AboutUser } from './admin/about-user.js'
export type { AccountInput } from './admin/accounts.js'
export type { Adoption, AdoptionInput } from './admin/adoption.js'
export type { ExportInput } from './admin/move/export-passkeys.js'
export type { ImportCounts, ImportedPasskey, ImportInput } from './admin/move/import-passkeys.js'
export type {
  ClearOrganizationInput,
  SetEnvironmentInput,
  SetOrganizationInput,
  StoredPolicy,
  StoredPolicyInput,
} from './admin/policies.js'
export type { LockedOutUser, PolicyPreview, PolicyPreviewInput } from './admin/preview-policy.js'
export type { EventsInput } from './admin/read-events.js'
export type { PromptResetInput } from './admin/reset-prompt.js'
export type {
  AboutPasskey,
  AdminPasskeyList,
  AdminRemoved,
  AdminRemovedAll,
  AdminRenameInput,
  ChangedPasskey,
} from './admin/users-passkeys.js'
export type { Assurance } from './assurance/assess.js'
export { type Binding, unsafelyUnbound } from './ceremony/binding.js'
export type { Host, HostUser, NewUser, Session, SessionMethod } from './config/host.js'
export type { MetadataSource, PasskeysConfig, RelyingPartyConfig, Secret } from './config/passkeys-config.js'
export type { ListedProvider, ProviderList } from './config/provider-list.js'
export type { RelyingParty } from './config/relying-party.js'
export type { Actor } from './deployment/admin-occasion.js'
export type { InOrganization } from './deployment/in-organization.js'
export type { ReadPolicy } from './deployment/policy-reader.js'
export { PasskeyError, type PasskeyErrorOptions } from './errors.js'
export type { AdoptionFigures } from './events/adoption-figures.js'
export type { EventData } from './events/create-event.js'
export type { Admission, AdmissionReason, AdmitsInput } from './flows/admits.js'
export type { AdminEnrollBeginInput } from './flows/begin-admin-enroll.js'
export type { BegunEnroll, EnrollBeginInput } from './flows/begin-enroll.js'
export type { BegunSignIn, SignInBeginInput } from './flows/begin-sign-in.js'
export type { BegunSignUp, SignUpBeginInput } from './flows/begin-sign-up.js'
export type { AdminEnrollFinishInput } from './flows/finish-admin-enroll.js'
export type { EnrollFinishInput } from './flows/finish-enroll.js'
export type { SignIn, SignInFinishInput } from './flows/finish-sign-in.js'
export type { SignUp, SignUpFinishInput } from './flows/finish-sign-up.js'
export type { Enrolled } from './flows/keep-another.js'
export type { SettledSignUp, SettleInput } from './flows/settle-sign-up.js'
export type { ListInput, PasskeyList } from './manage/list-passkeys.js'
export type { SignalsInput } from './manage/list-signals.js'
export type { PasswordAllowedInput } from './manage/password-allowed.js'
export type { DeviceCapabilities, PromptAnswerInput, PromptDecideInput, PromptShownInput } from './manage/prompts.js'
export type { RemoveInput } from './manage/remove-passkey.js'
export type { RenamedPasskey, RenameInput } from './manage/rename-passkey.js'
export type { Profile, ProfileRules, Wish } from './parse/profile.js'
export type { ImportFormat } from './parse/rows/import-formats.js'
export type { PasskeyRow } from './parse/rows/latchkey-row.js'
export type { RowRefusalCode } from './parse/rows/row-refusals.js'
export type { TrustAnchor } from './parse/trust-anchor.js'
export type { AdminPasskey } from './passkey/show-passkey-to-admin.js'
export type { UserNames } from './passkey/user-signals.js'
export { createPasskeys, type Passkeys } from './passkeys.js'
export { type DescribedField, describePolicy } from './policy/describe-policy.js'
export type {
  EffectivePolicy,
  PartialPolicy,
  PolicyLayer,
  PolicyProvenance,
  PromptMethod,
  PromptOccasion,
  SignInMethod,
} from './policy/effective-policy.js'
export type { FieldRange, ListedKind } from './policy/field-rows.js'
export type { ResolvedPolicy } from './policy/resolve-policy.js'
export type { StaffVerbs } from './verbs/staff-verbs.js'
export type { UserVerbs } from './verbs/user-verbs.js'
