import type { AdminAsked } from '@latchkey/http'
import { describe, expect, test } from 'vitest'
import { createApp, createBrowser, enroll } from './app.js'

/** An app whose guard lets one person do everything, or only what is about one organization; and remembers who asked. */
function setUp(may: (asked: AdminAsked) => boolean = () => true) {
  const asked: AdminAsked[] = []
  const app = createApp({
    serve: ['public', 'self', 'admin'],
    authorizeAdmin: async (request, what) => {
      asked.push(what)
      return request.headers.get('x-user') === 'root' && may(what) ? { id: 'root' } : null
    },
  })
  return { app, asked, browser: createBrowser(app.handle, { user: 'root' }) }
}

const acme = '/admin/organizations/acme%2Feu/policy'

describe('the admin routes', () => {
  test('read, set, read again: with a version, and who did it', async () => {
    const { browser } = setUp()
    expect((await browser.call('GET', '/admin/policy')).body).toEqual({ policy: {}, enabled: false, version: 0 })
    const set = await browser.call('PUT', '/admin/policy', { policy: { limit: 3 }, expectedVersion: 0 })
    expect(set).toMatchObject({ status: 200, body: { policy: { limit: 3 }, version: 1, changedBy: 'root' } })
    expect((await browser.call('GET', '/admin/policy/effective')).body).toMatchObject({
      policy: { limit: 3, mode: 'optional' },
      from: { limit: 'environment', mode: 'code' },
      version: 1,
    })
  })

  test('an override: set, switched off, cleared; the organization is one segment of the path, decoded', async () => {
    const { asked, browser } = setUp()
    const set = (body: object) => browser.call('PUT', acme, body)
    expect((await set({ policy: { mode: 'off' }, expectedVersion: 0 })).body).toMatchObject({
      enabled: true,
      version: 1,
    })
    const effective = async () =>
      (await browser.call('GET', '/admin/policy/effective?organizationId=acme/eu')).body.policy.mode
    expect(await effective()).toBe('off')
    await set({ policy: { mode: 'off' }, enabled: false, expectedVersion: 1 })
    expect(await effective()).toBe('optional')
    expect((await browser.call('GET', acme)).body).toMatchObject({ policy: { mode: 'off' }, enabled: false })
    expect((await browser.call('DELETE', `${acme}?expectedVersion=2`)).body).toMatchObject({ policy: {}, version: 3 })
    expect(new Set(asked.map(({ organizationId }) => organizationId))).toEqual(new Set(['acme/eu']))
    expect(new Set(asked.map(({ action }) => action))).toEqual(new Set(['policy.write', 'policy.read']))
  })

  test('a policy that may not be: which fields, and why', async () => {
    const { browser } = setUp()
    const answer = await browser.call('PUT', '/admin/policy', { policy: { limit: 101 }, expectedVersion: 0 })
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'policy_invalid', issues: [expect.objectContaining({ path: 'limit' })] },
    })
  })

  test('another user was quicker: version_conflict', async () => {
    const { browser } = setUp()
    await browser.call('PUT', '/admin/policy', { policy: {}, expectedVersion: 0 })
    const answer = await browser.call('PUT', '/admin/policy', { policy: {}, expectedVersion: 0 })
    expect(answer).toMatchObject({ status: 409, body: { code: 'version_conflict' } })
  })

  test('a preview counts whom it would lock out', async () => {
    const { app, browser } = setUp()
    await enroll(app, createBrowser(app.handle, { user: 'alice' }))
    const preview = await browser.call('POST', '/admin/policy/preview', { policy: { mode: 'off' } })
    expect(preview.body).toEqual({ lockedOut: 1, items: [{ userId: 'alice', otherSignInMethods: [] }] })
  })

  test('resetting what a user answered', async () => {
    const { app, asked, browser } = setUp()
    const alice = createBrowser(app.handle, { user: 'alice' })
    await alice.call('POST', '/prompt', { answer: 'not-now' })
    expect((await browser.call('POST', '/admin/users/alice/prompt/reset')).status).toBe(204)
    expect((await alice.call('GET', '/prompt?webauthn=true')).body.prompt).toBe('offer')
    expect(asked).toEqual([{ action: 'prompt.reset', userId: 'alice' }])
  })

  test.each([
    ['PUT', '/admin/policy', { policy: {} }],
    ['PUT', '/admin/policy', { policy: [], expectedVersion: 0 }],
    ['PUT', '/admin/policy', { policy: {}, expectedVersion: -1 }],
    ['DELETE', acme, undefined],
    ['DELETE', `${acme}?expectedVersion=1e3`, undefined],
    ['POST', '/admin/policy/preview', { policy: {}, limit: 1001 }],
  ])('%s %s with %j: malformed', async (method, path, body) => {
    expect((await setUp().browser.call(method, path, body)).body.code).toBe('malformed')
  })
})

describe('who may', () => {
  const every: readonly (readonly [string, string])[] = [
    ['GET', '/admin/policy'],
    ['PUT', '/admin/policy'],
    ['GET', acme],
    ['PUT', acme],
    ['DELETE', acme],
    ['GET', '/admin/policy/effective'],
    ['POST', '/admin/policy/preview'],
    ['POST', '/admin/users/alice/prompt/reset'],
  ]

  test.each(every)('%s %s: forbidden for any other user, and nothing is read of the body', async (method, path) => {
    const { app } = setUp()
    const body = method === 'GET' ? undefined : 'not JSON'
    const answer = await createBrowser(app.handle, { user: 'alice' }).call(method, path, body)
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  test.each(every)('%s %s: not there unless the group is named', async (method, path) => {
    const { handle } = createApp({ serve: ['public', 'self'], authorizeAdmin: () => ({ id: 'root' }) })
    expect((await createBrowser(handle, { user: 'root' }).call(method, path)).status).toBe(404)
  })

  test('an admin of one organization does nothing to another, or to everybody', async () => {
    const { browser } = setUp(({ organizationId }) => organizationId === 'acme/eu')
    const change = { policy: { limit: 3 }, expectedVersion: 0 }
    expect((await browser.call('PUT', acme, change)).status).toBe(200)
    expect((await browser.call('PUT', '/admin/organizations/other/policy', change)).status).toBe(403)
    expect((await browser.call('PUT', '/admin/policy', change)).status).toBe(403)
    expect((await browser.call('POST', '/admin/policy/preview', { policy: {} })).status).toBe(403)
  })

  test.each([
    ['GET', '/admin/policy', undefined],
    ['PUT', '/admin/policy', { policy: { mode: 'off' }, expectedVersion: 0 }],
    ['GET', '/admin/organizations/other/policy', undefined],
    ['PUT', '/admin/organizations/other/policy', { policy: { mode: 'off' }, expectedVersion: 0 }],
    ['DELETE', '/admin/organizations/other/policy', undefined],
  ])(
    '%s %s is about no organization that the query names: malformed, and no function is called',
    async (method, path, body) => {
      const { asked, browser } = setUp(({ organizationId }) => organizationId === 'acme')
      for (const organizationId of ['acme', '']) {
        const answer = await browser.call(method, `${path}?organizationId=${organizationId}`, body)
        expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } })
      }
      expect(asked).toEqual([])
    },
  )
})
