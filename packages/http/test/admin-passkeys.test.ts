import type { PasskeysConfig } from '@latchkey/core'
import type { AdminAsked } from '@latchkey/http'
import { describe, expect, test } from 'vitest'
import { createApp, createBrowser, enroll } from './app.js'

/** An app with a guard that lets root do what `may` says, and a user who has a passkey. */
async function setUp(
  may: (asked: AdminAsked) => boolean = () => true,
  config: Pick<PasskeysConfig, 'adminsMayEnroll' | 'host'> = {},
) {
  const asked: AdminAsked[] = []
  const app = createApp(
    {
      serve: ['public', 'self', 'admin'],
      authorizeAdmin: async (request, what) => {
        asked.push(what)
        return request.headers.get('x-user') === 'root' && may(what) ? { id: 'root', scope: 'environment' } : null
      },
    },
    undefined,
    config,
  )
  const alice = createBrowser(app.handle, { user: 'alice' })
  const { body } = await enroll(app, alice)
  const id: string = body.passkey.id
  return { app, asked, alice, id, browser: createBrowser(app.handle, { user: 'root' }) }
}

const passkeysOfAlice = '/admin/users/alice/passkeys'

describe('the passkeys of a user, by admins', () => {
  test('list, rename, suspend, reinstate, remove; the guard is asked for each', async () => {
    const { asked, browser, id } = await setUp()
    const one = `${passkeysOfAlice}/${id}`
    const listed = await browser.call('GET', passkeysOfAlice)
    expect(listed).toMatchObject({ status: 200, body: { passkeys: [{ id, status: 'active', source: 'self' }] } })
    const renamed = await browser.call('PATCH', one, { name: 'Lost' })
    expect(renamed).toMatchObject({ status: 200, body: { passkey: { id, name: 'Lost' } } })
    expect((await browser.call('POST', `${one}/suspend`)).body.passkey.status).toBe('suspended')
    expect((await browser.call('POST', `${one}/reinstate`)).body.passkey.status).toBe('active')
    const removed = await browser.call('DELETE', one)
    expect(removed).toMatchObject({ status: 200, body: { passkey: { id }, signals: { unknownCredentialId: id } } })
    expect(await browser.call('DELETE', one)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(asked.map(({ action, userId }) => [action, userId])).toEqual([
      ['passkeys.read', 'alice'],
      ['passkeys.rename', 'alice'],
      ['passkeys.suspend', 'alice'],
      ['passkeys.reinstate', 'alice'],
      ['passkeys.remove', 'alice'],
      ['passkeys.remove', 'alice'],
    ])
  })

  test('remove all; the user’s browser learns of it by its own route', async () => {
    const { asked, browser, alice, id } = await setUp()
    expect((await browser.call('DELETE', passkeysOfAlice)).body.passkeys).toMatchObject([{ id }])
    expect(asked).toEqual([{ action: 'passkeys.remove-all', userId: 'alice' }])
    const signals = await alice.call('GET', '/signals')
    expect(signals).toMatchObject({
      status: 200,
      body: { allAcceptedCredentials: { allAcceptedCredentialIds: [] }, currentUserDetails: { name: 'alice' } },
    })
  })

  test('a user’s route for signals is for who is signed in', async () => {
    const { app } = await setUp()
    expect((await createBrowser(app.handle).call('GET', '/signals')).body.code).toBe('not_signed_in')
  })

  test('a name that is none, and a body that is none: malformed', async () => {
    const { browser, id } = await setUp()
    for (const body of [{ name: '' }, { name: 1 }, {}]) {
      expect((await browser.call('PATCH', `${passkeysOfAlice}/${id}`, body)).body.code).toBe('malformed')
    }
  })
})

describe('the account of a user, by admins', () => {
  test.each([
    ['invalidate', 'account.invalidate'],
    ['purge', 'account.purge'],
  ])('%s: what was begun before is not finished', async (verb, action) => {
    const { app, asked, alice, browser } = await setUp()
    const begun = await alice.call('POST', '/enroll/begin', {})
    const response = await createApp().authenticator.create(begun.body.options)
    const answer = await browser.call('POST', `/admin/users/alice/account/${verb}`)
    expect([answer.status, answer.body]).toEqual([204, undefined])
    expect(asked).toEqual([{ action, userId: 'alice' }])
    const finished = await alice.call('POST', '/enroll/finish', { ceremony: begun.body.ceremony, response })
    expect(finished).toMatchObject({ status: 409, body: { code: 'account_changed' } })
    expect(app.refusals).toEqual(['account_changed'])
  })
})

describe('enrolling for a user, by admins', () => {
  const begin = '/admin/users/bob/enroll/begin'
  const finish = '/admin/users/bob/enroll/finish'
  const user = { name: 'bob@example.com', displayName: 'Bob' }

  test('bob has a passkey that root has enrolled', async () => {
    const { app, asked, browser } = await setUp(undefined, { adminsMayEnroll: true })
    const begun = await browser.call('POST', begin, { user })
    expect(begun.body.options.user).toMatchObject({ name: user.name, displayName: user.displayName })
    const response = await app.authenticator.create(begun.body.options)
    const body = { ceremony: begun.body.ceremony, response, name: 'Desk key' }
    const finished = await browser.call('POST', finish, body)
    expect(finished).toMatchObject({ status: 201, body: { passkey: { name: 'Desk key' } } })
    const listed = await browser.call('GET', '/admin/users/bob/passkeys')
    expect(listed.body.passkeys).toMatchObject([{ source: 'admin', enrolledBy: 'root' }])
    expect(asked.slice(0, 2)).toEqual([
      { action: 'passkeys.enroll', userId: 'bob' },
      { action: 'passkeys.enroll', userId: 'bob' },
    ])
  })

  test('forbidden unless the host has said so', async () => {
    const { browser } = await setUp()
    expect(await browser.call('POST', begin, { user })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  test('finished for another user than the guard was asked about at begin: forbidden', async () => {
    const { app, browser } = await setUp(undefined, { adminsMayEnroll: true })
    const begun = await browser.call('POST', begin, { user })
    const response = await app.authenticator.create(begun.body.options)
    const finished = await browser.call('POST', '/admin/users/alice/enroll/finish', {
      ceremony: begun.body.ceremony,
      response,
    })
    expect(finished).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  test('by a browser that has begun nothing: ceremony_invalid', async () => {
    const { app, browser } = await setUp(undefined, { adminsMayEnroll: true })
    const begun = await browser.call('POST', begin, { user })
    const response = await app.authenticator.create(begun.body.options)
    const another = createBrowser(app.handle, { user: 'root' })
    const finished = await another.call('POST', finish, { ceremony: begun.body.ceremony, response })
    expect(finished.body.code).toBe('ceremony_invalid')
  })

  test.each([{}, { user: {} }, { user: { name: '' } }, { user, attachment: 'both' }])('%j: malformed', async (body) => {
    const { browser } = await setUp(undefined, { adminsMayEnroll: true })
    expect((await browser.call('POST', begin, body)).body.code).toBe('malformed')
  })
})

/** Every route about one user. */
const every: readonly (readonly [method: string, path: string])[] = [
  ['GET', passkeysOfAlice],
  ['DELETE', passkeysOfAlice],
  ['PATCH', `${passkeysOfAlice}/aWQ`],
  ['DELETE', `${passkeysOfAlice}/aWQ`],
  ['POST', `${passkeysOfAlice}/aWQ/suspend`],
  ['POST', `${passkeysOfAlice}/aWQ/reinstate`],
  ['POST', '/admin/users/alice/enroll/begin'],
  ['POST', '/admin/users/alice/enroll/finish'],
  ['POST', '/admin/users/alice/account/invalidate'],
  ['POST', '/admin/users/alice/account/purge'],
  ['POST', '/admin/users/alice/prompt/reset'],
]

describe('who may', () => {
  test.each(every)('%s %s: forbidden for any other user, and nothing is read of the body', async (method, path) => {
    const { alice } = await setUp()
    const body = method === 'GET' ? undefined : 'not JSON'
    expect(await alice.call(method, path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  test.each(every)('%s %s: not there unless the group is named', async (method, path) => {
    const { handle } = createApp({ serve: ['public', 'self'], authorizeAdmin: () => ({ id: 'root' }) })
    expect((await createBrowser(handle, { user: 'root' }).call(method, path)).status).toBe(404)
  })

  test('an admin of one organization reaches its members only, and says for which it acts', async () => {
    const host = { organizationsOf: ({ userId }: { userId: string }) => (userId === 'alice' ? ['acme'] : ['umbrella']) }
    const { browser } = await setUp(({ organizationId }) => organizationId === 'acme', { host })
    const list = (userId: string, query: string) => browser.call('GET', `/admin/users/${userId}/passkeys${query}`)
    expect((await list('alice', '?organizationId=acme')).status).toBe(200)
    expect((await list('bob', '?organizationId=acme')).body.code).toBe('forbidden')
    expect((await list('alice', '?organizationId=umbrella')).body.code).toBe('forbidden')
    expect((await list('alice', '')).body.code).toBe('forbidden')
  })

  test.each(every.filter(([, path]) => !path.includes('/enroll/')))(
    '%s %s for an organization that is not the user’s: forbidden by core, whatever the guard says',
    async (method, path) => {
      const { app, browser } = await setUp(() => true, { host: { organizationsOf: () => ['acme'] } })
      const body = method === 'PATCH' ? { name: 'Stolen' } : undefined
      const answer = await browser.call(method, `${path}?organizationId=umbrella`, body)
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      expect(
        (await app.passkeys.admin.passkeys.list({ userId: 'alice', actor: { id: 'root' } })).passkeys,
      ).toHaveLength(1)
    },
  )
})
