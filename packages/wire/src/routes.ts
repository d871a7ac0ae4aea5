import type { outcomeRoutes } from './outcome.js'

/** The audience of a route: anyone, a signed-in user, admins, or pages that report outcomes. Your app mounts whole groups. */
export type RouteGroup = 'public' | 'self' | 'admin' | 'outcome'

/** One route, relative to the path where your app mounts the handler. */
export interface Route {
  readonly group: RouteGroup
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** A name after a colon matches one percent-encoded path segment. */
  readonly path: string
}

const signInBegin = { group: 'public', method: 'POST', path: '/sign-in/begin' } as const
const signInFinish = { group: 'public', method: 'POST', path: '/sign-in/finish' } as const

/** The routes for signing in, separate from the table: a page that only signs in bundles no others. */
export const signInRoutes = { signInBegin, signInFinish } as const satisfies Readonly<Record<string, Route>>

/** Every route for users and their pages. The server mounts this table, the client calls it. */
export const routes = {
  config: { group: 'public', method: 'GET', path: '/config' },
  signInBegin,
  signInFinish,
  signUpBegin: { group: 'public', method: 'POST', path: '/sign-up/begin' },
  signUpFinish: { group: 'public', method: 'POST', path: '/sign-up/finish' },
  redeemInvitation: { group: 'public', method: 'POST', path: '/invitations/redeem' },
  redeemRecoveryCode: { group: 'public', method: 'POST', path: '/recovery/redeem' },
  enrollFinish: { group: 'public', method: 'POST', path: '/enroll/finish' },
  enrollBegin: { group: 'self', method: 'POST', path: '/enroll/begin' },
  secondFactorBegin: { group: 'self', method: 'POST', path: '/second-factor/begin' },
  secondFactorFinish: { group: 'self', method: 'POST', path: '/second-factor/finish' },
  stepUpBegin: { group: 'self', method: 'POST', path: '/step-up/begin' },
  stepUpFinish: { group: 'self', method: 'POST', path: '/step-up/finish' },
  confirmBegin: { group: 'self', method: 'POST', path: '/confirm/begin' },
  confirmFinish: { group: 'self', method: 'POST', path: '/confirm/finish' },
  requestOtp: { group: 'self', method: 'POST', path: '/otp/request' },
  completeOtp: { group: 'self', method: 'POST', path: '/otp/complete' },
  createRecoveryCodes: { group: 'self', method: 'POST', path: '/recovery/codes' },
  list: { group: 'self', method: 'GET', path: '/' },
  rename: { group: 'self', method: 'PATCH', path: '/:id' },
  remove: { group: 'self', method: 'DELETE', path: '/:id' },
  signals: { group: 'self', method: 'GET', path: '/signals' },
  prompt: { group: 'self', method: 'GET', path: '/prompt' },
  answerPrompt: { group: 'self', method: 'POST', path: '/prompt' },
  promptShown: { group: 'self', method: 'POST', path: '/prompt/shown' },
} as const satisfies Readonly<Record<string, Route>>

/** The names of the routes that a page calls. */
export type RouteName = keyof typeof routes | keyof typeof outcomeRoutes
