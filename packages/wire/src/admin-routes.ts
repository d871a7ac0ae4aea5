import type { Route } from './routes.js'

/** What an admin does by a route; the host's guard is asked for each. */
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
  | 'account.invalidate'
  | 'account.purge'

export interface AdminRoute extends Route {
  readonly group: 'admin'
  readonly action: AdminAction
}

const userPath = '/admin/users/:userId'
const passkeysOf = `${userPath}/passkeys` as const
const passkeyOf = `${passkeysOf}/:id` as const
const policyOf = '/admin/organizations/:organizationId/policy'

/** The routes for the host's staff, apart from the others: no page of a user carries them. */
export const adminRoutes = {
  readPolicy: { group: 'admin', method: 'GET', path: '/admin/policy', action: 'policy.read' },
  setPolicy: { group: 'admin', method: 'PUT', path: '/admin/policy', action: 'policy.write' },
  readOrganizationPolicy: { group: 'admin', method: 'GET', path: policyOf, action: 'policy.read' },
  setOrganizationPolicy: { group: 'admin', method: 'PUT', path: policyOf, action: 'policy.write' },
  clearOrganizationPolicy: { group: 'admin', method: 'DELETE', path: policyOf, action: 'policy.write' },
  effectivePolicy: { group: 'admin', method: 'GET', path: '/admin/policy/effective', action: 'policy.read' },
  previewPolicy: { group: 'admin', method: 'POST', path: '/admin/policy/preview', action: 'policy.preview' },
  resetPrompt: { group: 'admin', method: 'POST', path: '/admin/users/:userId/prompt/reset', action: 'prompt.reset' },
  listPasskeys: { group: 'admin', method: 'GET', path: passkeysOf, action: 'passkeys.read' },
  removeAllPasskeys: { group: 'admin', method: 'DELETE', path: passkeysOf, action: 'passkeys.remove-all' },
  renamePasskey: { group: 'admin', method: 'PATCH', path: passkeyOf, action: 'passkeys.rename' },
  removePasskey: { group: 'admin', method: 'DELETE', path: passkeyOf, action: 'passkeys.remove' },
  suspendPasskey: { group: 'admin', method: 'POST', path: `${passkeyOf}/suspend`, action: 'passkeys.suspend' },
  reinstatePasskey: { group: 'admin', method: 'POST', path: `${passkeyOf}/reinstate`, action: 'passkeys.reinstate' },
  enrollForUserBegin: { group: 'admin', method: 'POST', path: `${userPath}/enroll/begin`, action: 'passkeys.enroll' },
  enrollForUserFinish: { group: 'admin', method: 'POST', path: `${userPath}/enroll/finish`, action: 'passkeys.enroll' },
  invalidateAccount: {
    group: 'admin',
    method: 'POST',
    path: `${userPath}/account/invalidate`,
    action: 'account.invalidate',
  },
  purgeAccount: { group: 'admin', method: 'POST', path: `${userPath}/account/purge`, action: 'account.purge' },
} as const satisfies Readonly<Record<string, AdminRoute>>

export type AdminRouteName = keyof typeof adminRoutes
