import { describe, expect, test } from 'vitest'
import { createApp, createBrowser } from './app.js'

function setUp() {
  const app = createApp({
    serve: ['public', 'outcome', 'admin'],
    authorizeAdmin: () => ({ id: 'root', scope: 'environment' }),
  })
  return { app, browser: createBrowser(app.handle) }
}

async function begun({ browser }: ReturnType<typeof setUp>) {
  const { body } = await browser.call('POST', '/sign-in/begin', {})
  return { ceremony: body.ceremony, code: 'cancelled', mode: 'modal', milliseconds: 1_500 }
}

describe('POST /outcome', () => {
  test('takes a report, also from a browser without the cookie, and the admin sees the sum', async () => {
    const world = setUp()
    const report = await begun(world)
    const answer = await createBrowser(world.app.handle).call('POST', '/outcome', report)
    expect(answer).toMatchObject({ status: 204, body: undefined })
    expect(answer.headers.get('set-cookie')).toBeNull()
    await world.app.passkeys.sweep()
    const now = Date.now()
    const { body } = await world.browser.call('GET', `/admin/adoption?from=${now - 3_600_000}&to=${now + 60_000}`)
    expect(body.items).toMatchObject([
      { reported: [{ purpose: 'sign-in', code: 'cancelled', mode: 'modal', withinSeconds: 3, count: 1 }] },
    ])
  })

  test('is not found unless served', async () => {
    const app = createApp({ serve: ['public', 'self'] })
    const answer = await createBrowser(app.handle).call('POST', '/outcome', {})
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  test('from a page of another origin → cross_site', async () => {
    const world = setUp()
    const report = await begun(world)
    const answer = await world.browser.call('POST', '/outcome', report, { origin: 'https://evil.example' })
    expect(answer).toMatchObject({ status: 403, body: { code: 'cross_site' } })
  })

  test.each([
    ['no ceremony', { ceremony: undefined }, 'malformed'],
    ['a code of the server', { code: 'not_found' }, 'malformed'],
    ['a time that is text', { milliseconds: '1' }, 'malformed'],
    ['a negative time', { milliseconds: -1 }, 'malformed'],
    ['a mode that is none', { mode: '' }, 'malformed'],
    ['a made-up ceremony', { ceremony: 'made up' }, 'ceremony_invalid'],
  ])('%s → %s', async (_, change, code) => {
    const world = setUp()
    const report = { ...(await begun(world)), ...change }
    expect(await world.browser.call('POST', '/outcome', report)).toMatchObject({ status: 400, body: { code } })
  })
})
