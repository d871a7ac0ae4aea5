/** Who a route is for: anyone, or the user whose session came along. A host mounts whole groups. */
export type RouteGroup = 'public' | 'self'

/** One route, relative to where the host mounts the handler. */
export interface Route {
  readonly group: RouteGroup
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** `:id` stands for one percent-encoded path segment. */
  readonly path: string
}

const signInBegin = { group: 'public', method: 'POST', path: '/sign-in/begin' } as const
const signInFinish = { group: 'public', method: 'POST', path: '/sign-in/finish' } as const

/** The rows for signing in, apart from the table: a page that does nothing else carries no others. */
export const signInRoutes = { signInBegin, signInFinish } as const satisfies Readonly<Record<string, Route>>

/** Every route: the server mounts this table, the client calls it. */
export const routes = {
  config: { group: 'public', method: 'GET', path: '/config' },
  signInBegin,
  signInFinish,
  enrollFinish: { group: 'public', method: 'POST', path: '/enroll/finish' },
  enrollBegin: { group: 'self', method: 'POST', path: '/enroll/begin' },
  list: { group: 'self', method: 'GET', path: '/' },
  rename: { group: 'self', method: 'PATCH', path: '/:id' },
  remove: { group: 'self', method: 'DELETE', path: '/:id' },
  prompt: { group: 'self', method: 'GET', path: '/prompt' },
  answerPrompt: { group: 'self', method: 'POST', path: '/prompt' },
} as const satisfies Readonly<Record<string, Route>>

export type RouteName = keyof typeof routes
