import type { Route } from './routes.js'

/** The action of an admin route. Your app authorizes each one. */
export type AdminAction =
  | 'policy.read'
  | 'policy.write'
  | 'policy.preview'
  | 'prompt.reset'
  | 'passkeys.read'
  | 'passkeys.rename'
  | 'passkeys.remove'
  | 'passkeys.remove-all'
  | 'passkeys.suspend'
  | 'passkeys.reinstate'
  | 'passkeys.enroll'
  | 'users.invite'
  | 'invitations.create'
  | 'invitations.read'
  | 'invitations.revoke'
  | 'account.invalidate'
  | 'account.purge'
  | 'adoption.read'
  | 'events.read'

/** A route of the admin API. */
export interface AdminRoute extends Route {
  readonly group: 'admin'
  readonly action: AdminAction
  /**
   * Whether `?organizationId=` may name an organization. The route then never acts outside of that organization. On any
   * other route the parameter is `malformed`, so a guard always sees the full scope of an action.
   */
  readonly organizationInQuery?: true
}

const userPath = '/admin/users/:userId'
const passkeysOf = `${userPath}/passkeys` as const
const passkeyOf = `${passkeysOf}/:id` as const
const invitationsOf = `${userPath}/invitations` as const
const policyOf = '/admin/organizations/:organizationId/policy'

const admin = { group: 'admin' } as const
/** For the organization in the query: its policy, or one of its members. */
const ofOrganization = { ...admin, organizationInQuery: true } as const

/** The admin routes, separate from the others: user pages do not bundle them. */
export const adminRoutes = {
  readPolicy: { ...admin, method: 'GET', path: '/admin/policy', action: 'policy.read' },
  setPolicy: { ...admin, method: 'PUT', path: '/admin/policy', action: 'policy.write' },
  readOrganizationPolicy: { ...admin, method: 'GET', path: policyOf, action: 'policy.read' },
  setOrganizationPolicy: { ...admin, method: 'PUT', path: policyOf, action: 'policy.write' },
  clearOrganizationPolicy: { ...admin, method: 'DELETE', path: policyOf, action: 'policy.write' },
  effectivePolicy: { ...ofOrganization, method: 'GET', path: '/admin/policy/effective', action: 'policy.read' },
  previewPolicy: { ...ofOrganization, method: 'POST', path: '/admin/policy/preview', action: 'policy.preview' },
  resetPrompt: { ...ofOrganization, method: 'POST', path: `${userPath}/prompt/reset`, action: 'prompt.reset' },
  listPasskeys: { ...ofOrganization, method: 'GET', path: passkeysOf, action: 'passkeys.read' },
  removeAllPasskeys: { ...ofOrganization, method: 'DELETE', path: passkeysOf, action: 'passkeys.remove-all' },
  renamePasskey: { ...ofOrganization, method: 'PATCH', path: passkeyOf, action: 'passkeys.rename' },
  removePasskey: { ...ofOrganization, method: 'DELETE', path: passkeyOf, action: 'passkeys.remove' },
  suspendPasskey: { ...ofOrganization, method: 'POST', path: `${passkeyOf}/suspend`, action: 'passkeys.suspend' },
  reinstatePasskey: { ...ofOrganization, method: 'POST', path: `${passkeyOf}/reinstate`, action: 'passkeys.reinstate' },
  enrollForUserBegin: {
    ...ofOrganization,
    method: 'POST',
    path: `${userPath}/enroll/begin`,
    action: 'passkeys.enroll',
  },
  enrollForUserFinish: {
    ...ofOrganization,
    method: 'POST',
    path: `${userPath}/enroll/finish`,
    action: 'passkeys.enroll',
  },
  requestOtpForUser: { ...ofOrganization, method: 'POST', path: `${userPath}/otp/request`, action: 'passkeys.enroll' },
  completeOtpForUser: {
    ...ofOrganization,
    method: 'POST',
    path: `${userPath}/otp/complete`,
    action: 'passkeys.enroll',
  },
  inviteUser: { ...ofOrganization, method: 'POST', path: '/admin/users/invite', action: 'users.invite' },
  createInvitation: { ...ofOrganization, method: 'POST', path: invitationsOf, action: 'invitations.create' },
  listInvitations: { ...ofOrganization, method: 'GET', path: invitationsOf, action: 'invitations.read' },
  revokeInvitation: {
    ...ofOrganization,
    method: 'DELETE',
    path: `${invitationsOf}/:id`,
    action: 'invitations.revoke',
  },
  invalidateAccount: {
    ...ofOrganization,
    method: 'POST',
    path: `${userPath}/account/invalidate`,
    action: 'account.invalidate',
  },
  purgeAccount: { ...ofOrganization, method: 'POST', path: `${userPath}/account/purge`, action: 'account.purge' },
  readAdoption: { ...ofOrganization, method: 'GET', path: '/admin/adoption', action: 'adoption.read' },
  readEvents: { ...ofOrganization, method: 'GET', path: '/admin/events', action: 'events.read' },
} as const satisfies Readonly<Record<string, AdminRoute>>

/** The names of the admin routes. */
export type AdminRouteName = keyof typeof adminRoutes
