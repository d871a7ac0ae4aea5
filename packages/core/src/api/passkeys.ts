import type { EventRecord, Page, SweepCounts } from '@latchkey/storage'
import type { ConfigJSON, PromptJSON, SignalsJSON } from '@latchkey/wire'
import type { RelyingParty } from '../config/relying-party.js'
import type { AdminUserInput } from '../context/admin-target.js'
import type { OrganizationInput } from '../context/membership.js'
import type { ReadPolicy } from '../context/policy-reader.js'
import type { ResolvedPolicy } from '../policy/resolve-policy.js'
import type { AccountInput } from './accounts/accounts.js'
import type { Adoption, AdoptionInput } from './admin/adoption.js'
import type { EventsInput } from './admin/events.js'
import type {
  AdminPasskeyInput,
  AdminPasskeyList,
  AdminRemoved,
  AdminRemovedAll,
  AdminRenameInput,
  ChangedPasskey,
} from './admin/passkeys.js'
import type { Admission, AdmitsInput } from './assurance/admits.js'
import type { PasswordAllowedInput } from './config/password-allowed.js'
import type { AdminEnrollBeginInput, BegunEnroll, EnrollBeginInput } from './enroll/begin-enroll.js'
import type { AdminEnrollFinishInput, Enrolled, EnrollFinishInput } from './enroll/finish-enroll.js'
import type { ExportInput } from './import-export/export-passkeys.js'
import type { PasskeyRow } from './import-export/formats/latchkey-row.js'
import type { ImportCounts, ImportInput } from './import-export/import-passkeys.js'
import type { ListInput, PasskeyList } from './manage/list-passkeys.js'
import type { SignalsInput } from './manage/list-signals.js'
import type { RemoveInput } from './manage/remove-passkey.js'
import type { RenamedPasskey, RenameInput } from './manage/rename-passkey.js'
import type { PolicyPreview, PolicyPreviewInput } from './policy/preview-policy.js'
import type {
  ClearOrganizationInput,
  SetEnvironmentInput,
  SetOrganizationInput,
  StoredPolicy,
  StoredPolicyInput,
} from './policy/write-policy.js'
import type { PromptAnswerInput, PromptDecideInput, PromptResetInput, PromptShownInput } from './prompt/prompt.js'
import type { BegunSignIn, SignInBeginInput } from './sign-in/begin-sign-in.js'
import type { SignIn, SignInFinishInput } from './sign-in/finish-sign-in.js'
import type { BegunSignUp, SignUpBeginInput } from './sign-up/begin-sign-up.js'
import type { SignUp, SignUpFinishInput } from './sign-up/finish-sign-up.js'
import type { ReconciledSignUp, ReconcileInput } from './sign-up/reconcile-sign-up.js'

/**
 * An app's own passkeys. Every method takes one options object and returns a plain object: what it returns is verified
 * and stored. A failure is a `PasskeyError` with a code; misuse by the developer is a `TypeError`.
 */
export interface Passkeys {
  readonly signIn: {
    begin(input: SignInBeginInput): Promise<BegunSignIn>
    finish(input: SignInFinishInput): Promise<SignIn>
  }
  readonly signUp: {
    begin(input: SignUpBeginInput): Promise<BegunSignUp>
    finish(input: SignUpFinishInput): Promise<SignUp>
    reconcile(input: ReconcileInput): Promise<ReconciledSignUp>
  }
  readonly enroll: {
    begin(input: EnrollBeginInput): Promise<BegunEnroll>
    finish(input: EnrollFinishInput): Promise<Enrolled>
  }
  readonly manage: {
    list(input: ListInput): Promise<PasskeyList>
    rename(input: RenameInput): Promise<RenamedPasskey>
    remove(input: RemoveInput): Promise<{ readonly signals: SignalsJSON }>
    signals(input: SignalsInput): Promise<SignalsJSON>
  }
  readonly prompt: {
    decide(input: PromptDecideInput): Promise<PromptJSON>
    answer(input: PromptAnswerInput): Promise<PromptJSON>
    shown(input: PromptShownInput): Promise<void>
  }
  readonly policy: {
    /** The policy that holds, at most ten seconds old, and where each value comes from. */
    effective(input?: OrganizationInput): Promise<ReadPolicy>
    stored(input?: StoredPolicyInput): Promise<StoredPolicy>
    inherited(input?: StoredPolicyInput): Promise<ResolvedPolicy>
  }
  readonly assurance: {
    admits(input: AdmitsInput): Promise<Admission>
  }
  /** What an admin does. Your app checks who may do it before it calls; each call records its `actor`. */
  readonly admin: AdminApi
  /** The sign-in methods, in the order in which a page shows them; `others` are your app's own. */
  signInMethods(input?: OrganizationInput & { readonly others?: readonly string[] }): Promise<readonly string[]>
  passwordAllowed(input: PasswordAllowedInput): Promise<boolean>
  /** What a page must know before a user has signed in. */
  config(input?: OrganizationInput): Promise<ConfigJSON>
  /** Deletes what is no longer needed, in batches; call it periodically. */
  sweep(): Promise<SweepCounts>
  /** The relying party as configured, with every default filled in. */
  readonly relyingParty: RelyingParty
}

/** The methods that take an `actor`: they can be about any user. */
export interface AdminApi {
  readonly policy: {
    setEnvironment(input: SetEnvironmentInput): Promise<StoredPolicy>
    setOrganization(input: SetOrganizationInput): Promise<StoredPolicy>
    clearOrganization(input: ClearOrganizationInput): Promise<StoredPolicy>
    preview(input: PolicyPreviewInput): Promise<PolicyPreview>
  }
  /** What follows when your app resets a password, or deletes a user. */
  readonly accounts: {
    invalidate(input: AccountInput): Promise<void>
    purge(input: AccountInput): Promise<void>
  }
  readonly prompt: {
    reset(input: PromptResetInput): Promise<void>
  }
  readonly passkeys: {
    list(input: AdminUserInput): Promise<AdminPasskeyList>
    rename(input: AdminRenameInput): Promise<ChangedPasskey>
    remove(input: AdminPasskeyInput): Promise<AdminRemoved>
    removeAll(input: AdminUserInput): Promise<AdminRemovedAll>
    suspend(input: AdminPasskeyInput): Promise<ChangedPasskey>
    reinstate(input: AdminPasskeyInput): Promise<ChangedPasskey>
  }
  readonly enroll: {
    begin(input: AdminEnrollBeginInput): Promise<BegunEnroll>
    finish(input: AdminEnrollFinishInput): Promise<Enrolled>
  }
  adoption(input: AdoptionInput): Promise<Adoption>
  events(input: EventsInput): Promise<Page<EventRecord>>
  import(input: ImportInput): Promise<ImportCounts>
  export(input?: ExportInput): AsyncIterable<PasskeyRow>
}
