import { adminRoutes, outcomeRoutes, type Route, routes } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { createApp, createBrowser } from './app.js'

/** What a body with every member that a route can read looks like. */
const plausible: Readonly<Record<string, unknown>> = {
  ceremony: 'AAAA',
  response: { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {}, clientExtensionResults: {} },
  identifier: 'alice',
  organizationId: 'acme',
  mediation: 'conditional',
  profile: { email: 'ada@example.com' },
  name: 'Laptop',
  attachment: 'platform',
  conditional: false,
  payload: { amount: 1 },
  code: 'ABCDEFGHJKMN',
  id: 'A'.repeat(22),
  otp: '123456',
  mode: 'modal',
  milliseconds: 5,
  answer: 'not-now',
  on: 'sign-in',
  device: { webauthn: true },
  user: { name: 'alice' },
  policy: { mode: 'optional' },
  expectedVersion: 0,
  enabled: true,
  after: 'A',
  limit: 10,
  eventIds: ['0'.repeat(32)],
}

const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`

/** JSON that no page of ours sends. */
const oddities = [
  ...['null', 'true', '0', '-1', '0.5', '1e308', '-0', '9007199254740993', '""', '" "', '"\\u0000"', '"\\ud800"'],
  ...['"\u202e"', '[]', '[null]', '[[]]', '{}', '{"__proto__":{}}', '{"constructor":1}', '{"toString":"x"}'],
  ...[deep, '{"id":"x","name":7}', '"constructor"', '"__proto__"', '"2e5"', JSON.stringify('x'.repeat(3000))],
]

/** One of each kind, for each member. */
const oddOnes = ['null', '-1', '" "', '"\\ud800"', '[null]']

/** A part of a path, or a value of a query. */
const oddParts = ['%00', '%ED%A0%80', '-1', '1e308', 'constructor', 'x'.repeat(2000)]

const host = {
  findUser: (identifier: string) => (identifier === 'alice' ? { id: 'alice', name: 'alice' } : undefined),
  findUserById: (id: string) => (id === 'alice' ? { id: 'alice', name: 'alice' } : undefined),
  createUser: async () => undefined,
  confirmUser: async () => undefined,
  discardUser: async () => undefined,
  sendCode: async () => undefined,
  organizationsOf: () => ['acme'],
}

function createFullApp() {
  const app = createApp(
    {
      serve: ['public', 'self', 'admin', 'outcome'],
      authorizeAdmin: () => ({ id: 'admin-1', scope: 'environment' }),
      onConfirmed: () => new Response(),
      onSteppedUp: () => new Response(),
    },
    undefined,
    { host, adminsMayEnroll: true, policy: { mode: 'optional', signUp: true }, logger: { warn: () => {} } },
  )
  return createBrowser(app.handle, { user: 'alice' })
}

const pathOf = ({ path }: Route, part: string) => path.replaceAll(/:\w+/g, part)

const bodyOf = ({ method }: Route) => (method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(plausible))

const every = Object.entries<Route>({ ...routes, ...adminRoutes, ...outcomeRoutes })
const withBody = every.filter(([, { method }]) => method !== 'GET' && method !== 'DELETE')

/** The text of the plausible body with this member instead of its own. */
function bodyWith(member: string, odd: string): string {
  const { [member]: _, ...others } = plausible
  return `{${JSON.stringify(member)}:${odd},${JSON.stringify(others).slice(1)}`
}

interface Sent {
  readonly route: Route
  readonly path?: string
  readonly body?: string | undefined
}

async function expectNoFault(browser: ReturnType<typeof createFullApp>, { route, path, body }: Sent): Promise<void> {
  const response = await browser.call(route.method, path ?? pathOf(route, 'alice'), body)
  const { status } = response
  if (status >= 500) expect.fail(`${path ?? ''} ${body?.slice(0, 100)}: ${status} ${JSON.stringify(response.body)}`)
  if (status >= 400) expect(response.body).toHaveProperty('code')
}

describe('what no page sends is a refusal with a code, never a fault of the server', () => {
  test.each(withBody)('%s: the body', async (_, route) => {
    const browser = createFullApp()
    for (const body of oddities) await expectNoFault(browser, { route, body })
    for (const member of Object.keys(plausible)) {
      for (const odd of oddOnes) await expectNoFault(browser, { route, body: bodyWith(member, odd) })
    }
  })

  test.each(every.filter(([, { path }]) => path.includes(':')))('%s: the path', async (_, route) => {
    const browser = createFullApp()
    for (const part of oddParts) await expectNoFault(browser, { route, path: pathOf(route, part), body: bodyOf(route) })
  })

  test.each(every)('%s: the query', async (_, route) => {
    const browser = createFullApp()
    for (const name of ['organizationId', 'after', 'limit', 'from']) {
      for (const part of oddParts) {
        const path = `${pathOf(route, 'alice')}?from=0&to=86400000&${name}=${part}&${name}=${part}`
        await expectNoFault(browser, { route, path, body: bodyOf(route) })
      }
    }
  })
})
