import { invalidateAccount, purgeAccount, recordLock, recordUnlock } from './api/accounts/accounts.js'
import { readAdoption } from './api/admin/adoption.js'
import {
  closeEndpoint,
  enableEndpoint,
  listDeliveries,
  listEndpoints,
  replayDeliveries,
} from './api/admin/deliveries.js'
import { readEvents } from './api/admin/events.js'
import { acceptOlderMetadata } from './api/admin/metadata.js'
import {
  listForAdmin,
  reinstateForAdmin,
  removeAllForAdmin,
  removeForAdmin,
  renameForAdmin,
  suspendForAdmin,
} from './api/admin/passkeys.js'
import { eraseUserData, exportUserData } from './api/admin/user-data.js'
import type { AdminApi } from './api/admin-api.js'
import { admits } from './api/assurance/admits.js'
import { byRelyingParty } from './api/by-relying-party.js'
import type { CeremonyApi } from './api/ceremony-api.js'
import type { CodeApi } from './api/code-api.js'
import { passwordAllowed } from './api/config/password-allowed.js'
import { readConfig } from './api/config/read-config.js'
import { doctor } from './api/doctor/doctor.js'
import { createHealth } from './api/doctor/health.js'
import { beginAdminEnroll, beginEnroll } from './api/enroll/begin-enroll.js'
import { finishAdminEnroll, finishEnroll } from './api/enroll/finish-enroll.js'
import { deliver } from './api/events/deliver.js'
import { exportPasskeys } from './api/import-export/export-passkeys.js'
import { importPasskeys } from './api/import-export/import-passkeys.js'
import { createInvitation, inviteUser } from './api/invitations/create-invitation.js'
import { listInvitations, revokeInvitation } from './api/invitations/invitations.js'
import { redeemInvitation } from './api/invitations/redeem-invitation.js'
import { listPasskeys, listSignals } from './api/manage/list-passkeys.js'
import { removePasskey, renamePasskey, suspendPasskey } from './api/manage/own-passkeys.js'
import { withCheckedInputs } from './api/method-inputs.js'
import { completeOtp, completeOtpForUser } from './api/otp/complete-otp.js'
import { requestOtp, requestOtpForUser } from './api/otp/request-otp.js'
import { reportOutcome } from './api/outcome/report-outcome.js'
import { ownCeremonies } from './api/own-ceremony-api.js'
import type { Passkeys, RelyingPartyPasskeys } from './api/passkeys.js'
import { previewPolicy } from './api/policy/preview-policy.js'
import {
  clearGroup,
  clearOrganization,
  inheritedPolicy,
  setEnvironment,
  setGroup,
  setOrganization,
  storedPolicy,
} from './api/policy/write-policy.js'
import { answer, decide, resetPrompt, shown } from './api/prompt/prompt.js'
import { createRecoveryCodes } from './api/recovery/create-recovery-codes.js'
import { redeemRecoveryCode } from './api/recovery/redeem-recovery-code.js'
import { beginSignIn } from './api/sign-in/begin-sign-in.js'
import { finishSignIn } from './api/sign-in/finish-sign-in.js'
import { beginSignUp } from './api/sign-up/begin-sign-up.js'
import { finishSignUp } from './api/sign-up/finish-sign-up.js'
import type { PasskeysConfig } from './config/passkeys-config.js'
import { resolveRelyingParties } from './config/relying-parties.js'
import { type Context, createContext } from './context/context.js'
import { sweep } from './context/sweep.js'
import { parseGroupIds, parseOrganizationId } from './host/ids.js'
import { orderMethods } from './policy/policy-checks.js'
import { reconcileSignUp } from './registration/reconcile-sign-up.js'

const offByDefault =
  "latchkey: passkeys are off, which is the default. Write policy: { mode: 'optional' }, or 'off' to decide so."

/**
 * The passkeys of one app, with its configuration validated. Nothing is read or written yet.
 *
 * ```ts
 * const passkeys = createPasskeys({
 *   relyingParty: { id: 'app.example.com', name: 'Example' },
 *   secret: process.env.PASSKEYS_SECRET,
 *   storage: kyselyStorage(db),
 *   policy: { mode: 'optional' },
 * })
 * ```
 *
 * @throws {TypeError} for a configuration that cannot work; the message says what to write instead.
 */
export function createPasskeys<Transaction = unknown>(config: PasskeysConfig<Transaction>): Passkeys {
  const contexts = resolveRelyingParties(config).map(([key, settings]) => [key, createContext(settings)] as const)
  const off = contexts.find(([, { settings }]) => settings.policy.mode === undefined)
  if (off) off[1].settings.logger.warn(offByDefault)
  const parties = new Map(contexts.map(([key, context]) => [key, passkeysOf(context)]))
  const several = config.relyingParties === undefined ? [] : [...parties]
  const alone = several.map((one) => [one[0], withCheckedInputs(byRelyingParty(new Map([one])))] as const)
  const relyingParties = Object.freeze(Object.fromEntries(alone))
  return withCheckedInputs({ ...byRelyingParty(parties), relyingParties })
}

function passkeysOf(context: Context): RelyingPartyPasskeys {
  const { settings, policies } = context
  return {
    ...ceremonies(context),
    ...ownCeremonies(context),
    ...ownPasskeys(context),
    policy: {
      effective: async ({ organizationId, groups } = {}) =>
        policies.inEffect({ organizationId: parseOrganizationId(organizationId), groups: parseGroupIds(groups) }),
      stored: (input = {}) => storedPolicy(context, input),
      inherited: (input = {}) => inheritedPolicy(context, input),
    },
    assurance: { admits: (input) => admits(context, input) },
    admin: adminApi(context),
    async signInMethods({ others = [], organizationId } = {}) {
      const { policy } = await policies.resolved(parseOrganizationId(organizationId))
      return orderMethods(policy, others)
    },
    passwordAllowed: (input) => passwordAllowed(context, input),
    config: (input = {}) => readConfig(context, input),
    events: { deliver: (input) => deliver(context, input) },
    sweep: () => sweep(context),
    doctor: (input = {}) => doctor(context, input),
    health: createHealth(context),
    environment: settings.environment,
    relyingParty: settings.relyingParty,
    logger: { warn: (message) => settings.logger.warn(message) },
    problemTypes: settings.problemTypes,
    ceremonyOrigins: settings.ceremonyOrigins,
    wellKnown: settings.wellKnown,
  }
}

function ceremonies(context: Context): Pick<CeremonyApi, 'signIn' | 'signUp' | 'enroll' | 'outcome'> & CodeApi {
  return {
    signIn: {
      begin: (input) => beginSignIn(context, input),
      finish: (input) => finishSignIn(context, input),
    },
    signUp: {
      begin: (input) => beginSignUp(context, input),
      finish: (input) => finishSignUp(context, input),
      reconcile: (input) => reconcileSignUp(context, input),
    },
    enroll: {
      begin: (input) => beginEnroll(context, input),
      finish: (input) => finishEnroll(context, input),
    },
    outcome: { report: (input) => reportOutcome(context, input) },
    invitations: {
      create: (input) => createInvitation(context, input),
      redeem: (input) => redeemInvitation(context, input),
      list: (input) => listInvitations(context, input),
      revoke: (input) => revokeInvitation(context, input),
    },
    otp: {
      request: (input) => requestOtp(context, input),
      complete: (input) => completeOtp(context, input),
    },
    recovery: {
      createCodes: (input) => createRecoveryCodes(context, input),
      redeem: (input) => redeemRecoveryCode(context, input),
    },
  }
}

function ownPasskeys(context: Context): Pick<Passkeys, 'manage' | 'prompt'> {
  return {
    manage: {
      list: (input) => listPasskeys(context, input),
      rename: (input) => renamePasskey(context, input),
      remove: (input) => removePasskey(context, input),
      suspend: (input) => suspendPasskey(context, input),
      signals: (input) => listSignals(context, input),
    },
    prompt: {
      decide: (input) => decide(context, input),
      answer: (input) => answer(context, input),
      shown: (input) => shown(context, input),
    },
  }
}

function adminApi(context: Context): AdminApi {
  return {
    policy: {
      setEnvironment: (input) => setEnvironment(context, input),
      setOrganization: (input) => setOrganization(context, input),
      clearOrganization: (input) => clearOrganization(context, input),
      setGroup: (input) => setGroup(context, input),
      clearGroup: (input) => clearGroup(context, input),
      preview: (input) => previewPolicy(context, input),
    },
    accounts: {
      invalidate: (input) => invalidateAccount(context, input),
      recordLock: (input) => recordLock(context, input),
      recordUnlock: (input) => recordUnlock(context, input),
      purge: (input) => purgeAccount(context, input),
    },
    prompt: { reset: (input) => resetPrompt(context, input) },
    passkeys: {
      list: (input) => listForAdmin(context, input),
      rename: (input) => renameForAdmin(context, input),
      remove: (input) => removeForAdmin(context, input),
      removeAll: (input) => removeAllForAdmin(context, input),
      suspend: (input) => suspendForAdmin(context, input),
      reinstate: (input) => reinstateForAdmin(context, input),
    },
    users: {
      invite: (input) => inviteUser(context, input),
      exportData: (input) => exportUserData(context, input),
      eraseData: (input) => eraseUserData(context, input),
    },
    enroll: {
      begin: (input) => beginAdminEnroll(context, input),
      finish: (input) => finishAdminEnroll(context, input),
    },
    otp: {
      request: (input) => requestOtpForUser(context, input),
      complete: (input) => completeOtpForUser(context, input),
    },
    deliveries: {
      endpoints: (input) => listEndpoints(context, input),
      list: (input) => listDeliveries(context, input),
      replay: (input) => replayDeliveries(context, input),
      enableEndpoint: (input) => enableEndpoint(context, input),
      closeEndpoint: (input) => closeEndpoint(context, input),
    },
    metadata: {
      status: () => context.metadata.status(),
      acceptOlder: (input) => acceptOlderMetadata(context, input),
    },
    adoption: (input) => readAdoption(context, input),
    events: (input) => readEvents(context, input),
    import: (input) => importPasskeys(context, input),
    export: (input = {}) => exportPasskeys(context, input),
  }
}
