import type { Route } from './routes.js'

/** What an admin does by a route; the host's guard is asked for each. */
export type AdminAction = 'policy.read' | 'policy.write' | 'policy.preview' | 'prompt.reset'

export interface AdminRoute extends Route {
  readonly group: 'admin'
  readonly action: AdminAction
}

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
} as const satisfies Readonly<Record<string, AdminRoute>>

export type AdminRouteName = keyof typeof adminRoutes
