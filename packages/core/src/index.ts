export type { PasskeyErrorCode } from '@latchkey/wire'
export type { Assurance } from './assurance/assess.js'
export { type Binding, unsafelyUnbound } from './ceremony/binding.js'
export type { Host, HostUser, Session, SessionMethod } from './config/host.js'
export type { PasskeysConfig, RelyingPartyConfig, Secret } from './config/passkeys-config.js'
export type { RelyingParty } from './config/relying-party.js'
export { PasskeyError, type PasskeyErrorOptions } from './errors.js'
export type { EventData } from './events/create-event.js'
export type { BegunEnroll, EnrollBeginInput } from './flows/begin-enroll.js'
export type { BegunSignIn, SignInBeginInput } from './flows/begin-sign-in.js'
export type { Enrolled, EnrollFinishInput } from './flows/finish-enroll.js'
export type { SignIn, SignInFinishInput } from './flows/finish-sign-in.js'
export type { PasskeyList } from './manage/list-passkeys.js'
export type { DeviceCapabilities, PromptAnswerInput, PromptDecideInput } from './manage/prompts.js'
export type { RemoveInput } from './manage/remove-passkey.js'
export type { RenamedPasskey, RenameInput } from './manage/rename-passkey.js'
export { createPasskeys, type Passkeys } from './passkeys.js'
export type {
  EffectivePolicy,
  PartialPolicy,
  PolicyLayer,
  PolicyProvenance,
  PromptMethod,
  PromptOccasion,
  SignInMethod,
} from './policy/effective-policy.js'
export type { ResolvedPolicy } from './policy/resolve-policy.js'
