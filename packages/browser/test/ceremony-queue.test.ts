import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from 'vitest'
import { type AutofillHandle, createSignInClient } from '../src/index.js'
import { fakeUserId } from './fake-server.js'
import { usePage } from './page.js'

const page = usePage()
let asked: Mock<CredentialsContainer['get']>
let autofill: AutofillHandle | undefined
let passkeyId: string
const events = { onSignedIn: vi.fn(), onError: vi.fn() }

const rpId = 'localhost'
const signalOf = (call: number) => asked.mock.calls[call]?.[0]?.signal
const untilAsked = (times: number) => vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(times), { timeout: 5_000 })

beforeEach(async () => {
  await page.newClient().enroll()
  passkeyId = page.server.credentialSentTo('POST /enroll/finish').id
  asked = vi.spyOn(navigator.credentials, 'get')
  await page.authenticator.setPresence(false)
})

afterEach(() => {
  autofill?.stop()
  autofill = undefined
  vi.clearAllMocks()
})

describe('the clients of one page', () => {
  test('share their turns: the modal sign-in of one pauses the autofill of another, which resumes after it', async () => {
    autofill = page.newClient().autofill(events)
    await untilAsked(1)
    const stop = new AbortController()
    const signIn = createSignInClient({ transport: page.server.transport }).signIn({ signal: stop.signal })
    expect(signalOf(0)?.aborted).toBe(true)
    await untilAsked(2)
    stop.abort()
    await expect(signIn).rejects.toMatchObject({ code: 'aborted' })
    await untilAsked(3)
    expect(asked.mock.calls[2]?.[0]?.mediation).toBe('conditional')
    expect(events.onError).not.toHaveBeenCalled()
  })

  test('are not busy for each other: the later modal ceremony replaces the earlier one', async () => {
    const first = expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'aborted' })
    await untilAsked(1)
    await page.authenticator.setPresence(true)
    expect(await page.newClient().signIn()).toEqual({ home: '/home' })
    await first
  })

  test('have one autofill: one that is started for each render replaces the one before', async () => {
    const handles = [1, 2, 3].map(() => page.newClient().autofill(events))
    await untilAsked(1)
    for (const handle of handles.slice(0, 2)) handle.stop()
    expect(signalOf(0)?.aborted).toBe(false)
    autofill = handles[2]
  })
})

describe('signals', () => {
  test('pause the autofill that waits, are heard, and it resumes', async () => {
    const client = page.newClient()
    autofill = client.autofill(events)
    await untilAsked(1)
    page.server.answers.set('DELETE /:id', { signals: { rpId, unknownCredentialId: passkeyId } })
    await page.newClient().remove(passkeyId)
    expect(signalOf(0)?.aborted).toBe(true)
    await vi.waitFor(async () => expect(await page.authenticator.credentials()).toEqual([]))
    await untilAsked(2)
    expect(events.onError).not.toHaveBeenCalled()
  })

  test('go one after the other', async () => {
    const order: string[] = []
    const inTurn = (name: string) => async () => {
      order.push(`${name} begins`)
      await Promise.resolve()
      order.push(`${name} ends`)
    }
    vi.spyOn(PublicKeyCredential, 'signalUnknownCredential').mockImplementation(inTurn('unknown'))
    vi.spyOn(PublicKeyCredential, 'signalAllAcceptedCredentials').mockImplementation(inTurn('accepted'))
    vi.spyOn(PublicKeyCredential, 'signalCurrentUserDetails').mockImplementation(inTurn('details'))
    page.server.answers.set('GET /signals', {
      rpId,
      unknownCredentialId: 'b2xk',
      allAcceptedCredentials: { userId: fakeUserId, allAcceptedCredentialIds: [passkeyId] },
      currentUserDetails: { userId: fakeUserId, name: 'ada', displayName: 'Ada' },
    })
    await page.newClient().signal()
    await vi.waitFor(() => expect(order).toHaveLength(6))
    expect(order).toEqual(['unknown', 'accepted', 'details'].flatMap((name) => [`${name} begins`, `${name} ends`]))
  })

  test('wait for the modal ceremony that is open, and of those about one thing only the last is sent', async () => {
    const sent = vi.spyOn(PublicKeyCredential, 'signalCurrentUserDetails')
    const stop = new AbortController()
    const signIn = expect(page.newClient().signIn({ signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' })
    await untilAsked(1)
    for (const name of ['first', 'second']) {
      page.server.answers.set('GET /signals', {
        rpId,
        currentUserDetails: { userId: fakeUserId, name, displayName: '' },
      })
      await page.newClient().signal()
    }
    expect(sent).not.toHaveBeenCalled()
    stop.abort()
    await signIn
    await vi.waitFor(async () => expect(await page.authenticator.credentials()).toMatchObject([{ userName: 'second' }]))
    expect(sent).toHaveBeenCalledTimes(1)
  })

  test('are all sent before a modal ceremony asks the authenticator', async () => {
    const order: string[] = []
    vi.spyOn(PublicKeyCredential, 'signalUnknownCredential').mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      order.push('signal')
    })
    await page.authenticator.setPresence(true)
    asked.mockRestore()
    const get = navigator.credentials.get.bind(navigator.credentials)
    vi.spyOn(navigator.credentials, 'get').mockImplementation((options) => {
      order.push('get')
      return get(options)
    })
    page.server.answers.set('DELETE /:id', { signals: { rpId, unknownCredentialId: 'b2xk' } })
    await page.newClient().remove('b2xk')
    await page.newClient().signIn()
    expect(order).toEqual(['signal', 'get'])
  })

  test('that the browser never settles hold up nothing for long', async () => {
    vi.spyOn(PublicKeyCredential, 'signalUnknownCredential').mockReturnValue(new Promise(() => {}))
    page.server.answers.set('DELETE /:id', { signals: { rpId, unknownCredentialId: 'b2xk' } })
    await page.newClient().remove('b2xk')
    await page.authenticator.setPresence(true)
    expect(await page.newClient().signIn()).toEqual({ home: '/home' })
  })
})

describe('a page that goes into the back/forward cache', () => {
  const fire = (type: string) => dispatchEvent(new PageTransitionEvent(type, { persisted: true }))

  test('withdraws autofill in the same tick, and offers it again when it comes back', async () => {
    autofill = page.newClient().autofill(events)
    await untilAsked(1)
    fire('pagehide')
    expect(signalOf(0)?.aborted).toBe(true)
    fire('pageshow')
    await untilAsked(2)
    expect(page.server.sentTo('POST /sign-in/begin')).toHaveLength(2)
    expect(events.onError).not.toHaveBeenCalled()
  })

  test('offers nothing meanwhile, whatever ends', async () => {
    const stop = new AbortController()
    const client = page.newClient()
    const signIn = expect(client.signIn({ signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' })
    await untilAsked(1)
    autofill = client.autofill(events)
    fire('pagehide')
    stop.abort()
    await signIn
    expect(page.server.sentTo('POST /sign-in/begin')).toHaveLength(1)
    fire('pageshow')
    await untilAsked(2)
  })
})

test('an extension that refuses autofill at once is not reported as the user who cancelled', async () => {
  asked.mockRejectedValue(new DOMException('The operation is not allowed.', 'NotAllowedError'))
  autofill = page.newClient().autofill(events)
  await vi.waitFor(() => expect(events.onError).toHaveBeenCalled())
  expect(events.onError.mock.calls[0]?.[0]).toMatchObject({ code: 'failed', cause: { name: 'NotAllowedError' } })
})
