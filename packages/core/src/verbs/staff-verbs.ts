import type { EventRecord, Page } from '@latchkey/storage'
import type { AboutUser } from '../admin/about-user.js'
import { type AccountInput, invalidateAccount, purgeAccount } from '../admin/accounts.js'
import { type Adoption, type AdoptionInput, readAdoption } from '../admin/adoption.js'
import { type ExportInput, exportPasskeys } from '../admin/move/export-passkeys.js'
import { type ImportCounts, type ImportInput, importPasskeys } from '../admin/move/import-passkeys.js'
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
} from '../admin/policies.js'
import { type PolicyPreview, type PolicyPreviewInput, previewPolicy } from '../admin/preview-policy.js'
import { type EventsInput, readEvents } from '../admin/read-events.js'
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
} from '../admin/users-passkeys.js'
import type { Deployment } from '../deployment/deployment.js'
import type { InOrganization } from '../deployment/in-organization.js'
import type { ReadPolicy } from '../deployment/policy-reader.js'
import { type AdminEnrollBeginInput, beginAdminEnroll } from '../flows/begin-admin-enroll.js'
import type { BegunEnroll } from '../flows/begin-enroll.js'
import { type AdminEnrollFinishInput, finishAdminEnroll } from '../flows/finish-admin-enroll.js'
import type { Enrolled } from '../flows/keep-another.js'
import { parseOrganizationId } from '../parse/organization-id.js'
import type { PasskeyRow } from '../parse/rows/latchkey-row.js'
import type { ResolvedPolicy } from '../policy/resolve-policy.js'

/** The verbs for the host's own program and its staff: they are about anybody. */
export interface StaffVerbs {
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
}

/** Each verb, about this deployment. */
export function staffVerbs(deployment: Deployment): StaffVerbs {
  return {
    policy: {
      effective: async ({ organizationId } = {}) => deployment.policies.resolved(parseOrganizationId(organizationId)),
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
  }
}

function adminVerbs(deployment: Deployment): StaffVerbs['admin'] {
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
