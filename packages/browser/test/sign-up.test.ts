import { describe, expect, test, vi } from 'vitest'
import { issuesOf, PasskeyClientError, parseProblem } from '../src/index.js'
import { usePage } from './page.js'

const page = usePage()

const profile = { email: 'ada@example.com' }

describe('signing up', () => {
  test('sends the profile, makes a passkey, hands it in and resolves with what the host answers', async () => {
    const answer = await page.newClient().signUp({ profile, name: 'My laptop', organizationId: 'acme' })
    expect(answer).toEqual({ home: '/welcome' })
    expect(await page.authenticator.credentials()).toHaveLength(1)
    expect(page.server.sentTo('POST /sign-up/begin')[0]?.body).toEqual({ profile, organizationId: 'acme' })
    expect(page.server.sentTo('POST /sign-up/finish')[0]?.body).toMatchObject({
      ceremony: page.server.ceremonies[0],
      name: 'My laptop',
      response: { type: 'public-key', clientExtensionResults: { credProps: { rk: true } } },
    })
  })

  test('what waits in the autofill ends with it', async () => {
    const client = page.newClient()
    await page.authenticator.setPresence(false)
    const autofill = { onSignedIn: vi.fn(), onError: vi.fn() }
    client.autofill(autofill)
    await vi.waitFor(() => expect(page.server.sentTo('POST /sign-in/begin')).toHaveLength(1))
    await page.authenticator.setPresence(true)
    await client.signUp({ profile })
    expect(page.server.sentTo('POST /sign-in/begin')).toHaveLength(1)
    expect(autofill.onSignedIn).not.toHaveBeenCalled()
  })

  test.each([
    ['identifier_taken', 'This name is already taken.', { path: 'email', message: 'is taken' }],
    ['malformed', 'The request is malformed.', { path: 'email', message: 'must be an e-mail address' }],
  ])('refused with %s: no passkey is made, and the error names the member', async (code, title, issue) => {
    const problem = { type: 'about:blank', title, status: 409, code, issues: [issue] }
    page.server.answers.set('POST /sign-up/begin', parseProblem(problem))
    const error = await page
      .newClient()
      .signUp({ profile })
      .catch((it: unknown) => it)
    expect(error).toMatchObject({ code, message: title })
    expect(issuesOf(error)).toEqual([issue])
    expect(await page.authenticator.credentials()).toEqual([])
  })

  test('refused at the end: the browser gets a signal that the passkey is unknown', async () => {
    const forget = vi.spyOn(PublicKeyCredential, 'signalUnknownCredential').mockResolvedValue(undefined)
    const signals = { rpId: 'localhost', unknownCredentialId: 'AAAA' }
    const problem = { type: 'about:blank', title: 'Changed.', status: 409, code: 'account_changed', signals }
    page.server.answers.set('POST /sign-up/finish', parseProblem(problem))
    await expect(page.newClient().signUp({ profile })).rejects.toMatchObject({ code: 'account_changed' })
    expect(forget).toHaveBeenCalledWith({ rpId: 'localhost', credentialId: 'AAAA' })
  })

  test('that the user does not confirm in time → timed_out', async () => {
    await page.authenticator.setPresence(false)
    page.server.options = { timeout: 400 }
    await expect(page.newClient().signUp({ profile })).rejects.toMatchObject({ code: 'timed_out' })
  })

  test('that is stopped by its caller → aborted', async () => {
    await page.authenticator.setPresence(false)
    const stop = new AbortController()
    const asked = vi.spyOn(navigator.credentials, 'create')
    const signUp = page.newClient().signUp({ profile, signal: stop.signal })
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    stop.abort()
    await expect(signUp).rejects.toMatchObject({ code: 'aborted' })
  })
})

test.each([
  undefined,
  new TypeError('no'),
  new PasskeyClientError('network', { cause: 'no JSON' }),
  new PasskeyClientError('malformed', { cause: { issues: 'email' } }),
])('%s has no issues', (error) => {
  expect(issuesOf(error)).toEqual([])
})
