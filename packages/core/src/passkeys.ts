import type { EventRecord, Page, SweepCounts } from '@latchkey/storage'
import type { ConfigJSON, PromptJSON, SignalsJSON } from '@latchkey/wire'
import type { AboutUser } from './admin/about-user.js'
import { type AccountInput, invalidateAccount, purgeAccount } from './admin/accounts.js'
import { type Adoption, type AdoptionInput, readAdoption } from './admin/adoption.js'
import { type ExportInput, exportPasskeys } from './admin/move/export-passkeys.js'
import { type ImportCounts, type ImportInput, importPasskeys } from './admin/move/import-passkeys.js'
import {
  type ClearOrganizationInput,
  clearOrganization,
  inheritedPolicy,
  type SetEnvironmentInput,
  type SetOrganizationInput,
  type StoredPolicy,
  type StoredPolicyInput,
  setEnvironment,
  setOrganization,
  storedPolicy,
} from './admin/policies.js'
import { type PolicyPreview, type PolicyPreviewInput, previewPolicy } from './admin/preview-policy.js'
import { type EventsInput, readEvents } from './admin/read-events.js'
import { type PromptResetInput, resetPrompt } from './admin/reset-prompt.js'
import {
  type AboutPasskey,
  type AdminPasskeyList,
  type AdminRemoved,
  type AdminRemovedAll,
  type AdminRenameInput,
  type ChangedPasskey,
  listForAdmin,
  reinstateForAdmin,
  removeAllForAdmin,
  removeForAdmin,
  renameForAdmin,
  suspendForAdmin,
} from './admin/users-passkeys.js'
import type { Session } from './config/host.js'
import type { PasskeysConfig } from './config/passkeys-config.js'
import type { RelyingParty } from './config/relying-party.js'
import { resolveSettings } from './config/settings.js'
import { createDeployment, type Deployment } from './deployment/deployment.js'
import type { ReadPolicy } from './deployment/policy-reader.js'
import { type Admission, type AdmitsInput, admits } from './flows/admits.js'
import { type AdminEnrollBeginInput, beginAdminEnroll } from './flows/begin-admin-enroll.js'
import { type BegunEnroll, beginEnroll, type EnrollBeginInput } from './flows/begin-enroll.js'
import { type BegunSignIn, beginSignIn, type SignInBeginInput } from './flows/begin-sign-in.js'
import { type BegunSignUp, beginSignUp, type SignUpBeginInput } from './flows/begin-sign-up.js'
import { maySignUp } from './flows/check-may-sign-up.js'
import { type AdminEnrollFinishInput, finishAdminEnroll } from './flows/finish-admin-enroll.js'
import { type Enrolled, type EnrollFinishInput, finishEnroll } from './flows/finish-enroll.js'
import { finishSignIn, type SignIn, type SignInFinishInput } from './flows/finish-sign-in.js'
import { finishSignUp, type SignUp, type SignUpFinishInput } from './flows/finish-sign-up.js'
import { type SettledSignUp, type SettleInput, settleSignUp } from './flows/settle-sign-up.js'
import { listPasskeys, type PasskeyList } from './manage/list-passkeys.js'
import { listSignals, type SignalsInput } from './manage/list-signals.js'
import { type PasswordAllowedInput, passwordAllowed } from './manage/password-allowed.js'
import {
  answer,
  decide,
  type PromptAnswerInput,
  type PromptDecideInput,
  type PromptShownInput,
  shown,
} from './manage/prompts.js'
import { type RemoveInput, removePasskey } from './manage/remove-passkey.js'
import { type RenamedPasskey, type RenameInput, renamePasskey } from './manage/rename-passkey.js'
import { parseOrganizationId } from './parse/organization-id.js'
import type { PasskeyRow } from './parse/rows/latchkey-row.js'
import { orderMethods } from './policy/order-methods.js'
import type { ResolvedPolicy } from './policy/resolve-policy.js'

/**
 * An app's own passkeys. Every verb takes one options object and returns a plain object; what it returns is verified
 * and kept. Failure is a `PasskeyError` with a code; misuse by the developer is a `TypeError`.
 */
export interface Passkeys {
  readonly signIn: {
    begin(input: SignInBeginInput): Promise<BegunSignIn>
    finish(input: SignInFinishInput): Promise<SignIn>
  }
  readonly signUp: {
    begin(input: SignUpBeginInput): Promise<BegunSignUp>
    finish(input: SignUpFinishInput): Promise<SignUp>
    settle(input: SettleInput): Promise<SettledSignUp>
  }
  readonly enroll: {
    begin(input: EnrollBeginInput): Promise<BegunEnroll>
    finish(input: EnrollFinishInput): Promise<Enrolled>
  }
  readonly manage: {
    list(input: { readonly session: Session | null }): Promise<PasskeyList>
    rename(input: RenameInput): Promise<RenamedPasskey>
    remove(input: RemoveInput): Promise<{ readonly signals: SignalsJSON }>
    signals(input: SignalsInput): Promise<SignalsJSON>
  }
  readonly prompt: {
    decide(input: PromptDecideInput): Promise<PromptJSON>
    answer(input: PromptAnswerInput): Promise<PromptJSON>
    shown(input: PromptShownInput): Promise<void>
    reset(input: PromptResetInput): Promise<void>
  }
  readonly policy: {
    /** The policy that holds, at most ten seconds old, and where each value comes from. */
    effective(input?: InOrganization): Promise<ReadPolicy>
    stored(input?: StoredPolicyInput): Promise<StoredPolicy>
    inherited(input?: StoredPolicyInput): Promise<ResolvedPolicy>
    setEnvironment(input: SetEnvironmentInput): Promise<StoredPolicy>
    setOrganization(input: SetOrganizationInput): Promise<StoredPolicy>
    clearOrganization(input: ClearOrganizationInput): Promise<StoredPolicy>
    preview(input: PolicyPreviewInput): Promise<PolicyPreview>
  }
  /** What follows when the host resets a password, or deletes a user. */
  readonly accounts: {
    invalidate(input: AccountInput): Promise<void>
    purge(input: AccountInput): Promise<void>
  }
  /** For the staff. Who may do what, the host says before it calls; each call is told with its `actor`. */
  readonly admin: {
    readonly passkeys: {
      list(input: AboutUser): Promise<AdminPasskeyList>
      rename(input: AdminRenameInput): Promise<ChangedPasskey>
      remove(input: AboutPasskey): Promise<AdminRemoved>
      removeAll(input: AboutUser): Promise<AdminRemovedAll>
      suspend(input: AboutPasskey): Promise<ChangedPasskey>
      reinstate(input: AboutPasskey): Promise<ChangedPasskey>
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
  readonly assurance: {
    admits(input: AdmitsInput): Promise<Admission>
  }
  /** The ways to sign in, in the order in which a page names them; `others` are the host's own. */
  signInMethods(input?: InOrganization & { readonly others?: readonly string[] }): Promise<readonly string[]>
  passwordAllowed(input: PasswordAllowedInput): Promise<boolean>
  /** What a page must know before anyone has signed in. */
  config(input?: InOrganization): Promise<ConfigJSON>
  /** Forgets what no one needs any more, in batches; call it now and then. */
  sweep(): Promise<SweepCounts>
  /** The relying party as it was configured, with nothing left open. */
  readonly relyingParty: RelyingParty
}

export interface InOrganization {
  readonly organizationId?: string | undefined
}

const sweepBatch = 1000

/**
 * ```ts
 * const passkeys = createPasskeys({
 *   relyingParty: { id: 'example.com', name: 'Example' },
 *   secret: process.env.PASSKEYS_SECRET,
 *   storage: kyselyStorage(db),
 *   policy: { mode: 'optional' },
 * })
 * ```
 *
 * @throws {TypeError} for a configuration that cannot work, saying what to write instead.
 */
export function createPasskeys(config: PasskeysConfig): Passkeys {
  const settings = resolveSettings(config)
  const deployment = createDeployment(settings)
  const { policies, store } = deployment
  const effective = async ({ organizationId }: InOrganization = {}) =>
    policies.resolved(parseOrganizationId(organizationId))
  return Object.freeze<Passkeys>({
    signIn: {
      begin: (input) => beginSignIn(deployment, input),
      finish: (input) => finishSignIn(deployment, input),
    },
    signUp: {
      begin: (input) => beginSignUp(deployment, input),
      finish: (input) => finishSignUp(deployment, input),
      settle: (input) => settleSignUp(deployment, input),
    },
    enroll: {
      begin: (input) => beginEnroll(deployment, input),
      finish: (input) => finishEnroll(deployment, input),
    },
    manage: {
      list: ({ session }) => listPasskeys(deployment, session),
      rename: (input) => renamePasskey(deployment, input),
      remove: (input) => removePasskey(deployment, input),
      signals: (input) => listSignals(deployment, input),
    },
    prompt: {
      decide: (input) => decide(deployment, input),
      answer: (input) => answer(deployment, input),
      shown: (input) => shown(deployment, input),
      reset: (input) => resetPrompt(deployment, input),
    },
    policy: {
      effective,
      stored: (input = {}) => storedPolicy(deployment, input),
      inherited: (input = {}) => inheritedPolicy(deployment, input),
      setEnvironment: (input) => setEnvironment(deployment, input),
      setOrganization: (input) => setOrganization(deployment, input),
      clearOrganization: (input) => clearOrganization(deployment, input),
      preview: (input) => previewPolicy(deployment, input),
    },
    accounts: {
      invalidate: (input) => invalidateAccount(deployment, input),
      purge: (input) => purgeAccount(deployment, input),
    },
    admin: adminVerbs(deployment),
    assurance: { admits: (input) => admits(deployment, input) },
    signInMethods: async ({ others = [], ...where } = {}) => orderMethods((await effective(where)).policy, others),
    passwordAllowed: (input) => passwordAllowed(deployment, input),
    async config(where) {
      const { policy } = await effective(where)
      const { mode, flow, signInUi, use, preferred } = policy
      const signUp = maySignUp(settings, policy)
      return { rpId: settings.relyingParty.id, mode, flow, signInUi, use, preferred, signUp }
    },
    sweep: () => store.sweep(settings.now(), sweepBatch),
    relyingParty: settings.relyingParty,
  })
}

function adminVerbs(deployment: Deployment): Passkeys['admin'] {
  return {
    passkeys: {
      list: (input) => listForAdmin(deployment, input),
      rename: (input) => renameForAdmin(deployment, input),
      remove: (input) => removeForAdmin(deployment, input),
      removeAll: (input) => removeAllForAdmin(deployment, input),
      suspend: (input) => suspendForAdmin(deployment, input),
      reinstate: (input) => reinstateForAdmin(deployment, input),
    },
    enroll: {
      begin: (input) => beginAdminEnroll(deployment, input),
      finish: (input) => finishAdminEnroll(deployment, input),
    },
    adoption: (input) => readAdoption(deployment, input),
    events: (input) => readEvents(deployment, input),
    import: (input) => importPasskeys(deployment, input),
    export: (input = {}) => exportPasskeys(deployment, input),
  }
}
