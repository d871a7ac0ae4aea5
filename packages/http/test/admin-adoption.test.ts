import { describe, expect, test } from 'vitest'
import { createApp, createBrowser, enroll } from './app.js'

const span = `from=0&to=${366 * 24 * 60 * 60 * 1000}`

/** Root may see everything; the admin of acme what is acme's. */
async function setUp() {
  const now = Date.now()
  const asked: unknown[] = []
  const app = createApp(
    {
      serve: ['public', 'self', 'admin'],
      authorizeAdmin: async (request, what) => {
        asked.push(what)
        const user = request.headers.get('x-user')
        const may = user === 'root' || (user === 'admin-of-acme' && what.organizationId === 'acme')
        return user !== null && may ? { id: user } : null
      },
    },
    undefined,
    { host: { organizationsOf: () => ['acme'] } },
  )
  await enroll(app, createBrowser(app.handle, { user: 'alice' }))
  const root = createBrowser(app.handle, { user: 'root' })
  return {
    asked,
    root,
    ofAcme: createBrowser(app.handle, { user: 'admin-of-acme' }),
    app,
    recent: `from=${now - 60_000}&to=${now + 60_000}`,
  }
}

describe('adoption and events, by admins', () => {
  test('GET /admin/adoption answers the figures; the guard is asked', async () => {
    const { asked, root, recent } = await setUp()
    const answer = await root.call('GET', `/admin/adoption?${recent}`)
    expect(answer).toMatchObject({ status: 200, body: { items: [{ enrolled: 1, eligible: 1, failures: {} }] } })
    expect(asked).toEqual([{ action: 'adoption.read' }])
  })

  test('GET /admin/events answers a page, and the next', async () => {
    const { asked, root, app } = await setUp()
    await enroll(app, createBrowser(app.handle, { user: 'bob' }))
    const first = await root.call('GET', '/admin/events?limit=1')
    expect(first.body.items).toMatchObject([{ name: 'passkey.added', userId: 'alice' }])
    const second = await root.call('GET', `/admin/events?limit=1&after=${first.body.next}`)
    expect(second.body.items.map(({ id }: { readonly id: string }) => id)).not.toEqual([first.body.next])
    expect(asked).toEqual([{ action: 'events.read' }, { action: 'events.read' }])
  })

  test.each(['adoption', 'events'])('%s: an organization’s admin sees that organization only', async (what) => {
    const { asked, ofAcme } = await setUp()
    const within = await ofAcme.call('GET', `/admin/${what}?${span}&organizationId=acme`)
    expect(within).toMatchObject({ status: 200, body: { items: [] } })
    for (const query of [span, `${span}&organizationId=zeta`, `${span}&organizationId=`]) {
      expect(await ofAcme.call('GET', `/admin/${what}?${query}`)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      })
    }
    expect(asked[0]).toEqual({ action: `${what}.read`, organizationId: 'acme' })
  })

  test.each([
    'adoption',
    'adoption?from=1',
    'adoption?from=x&to=1',
    'adoption?from=-1&to=1',
    'events?limit=x',
    'events?limit=0',
    'events?after=x',
  ])('GET /admin/%s: malformed', async (path) => {
    const { root } = await setUp()
    expect(await root.call('GET', `/admin/${path}`)).toMatchObject({ status: 400, body: { code: 'malformed' } })
  })
})
