import { decodeBase64url, encodeBase64url } from '@latchkey/wire'
import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from 'vitest'
import { type AutofillHandle, PasskeyClientError } from '../src/index.js'
import { usePage } from './page.js'
import { addVirtualAuthenticator, removeVirtualAuthenticators } from './virtual-authenticator.js'

const page = usePage({ enrolled: true })
let asked: Mock<CredentialsContainer['get']>
let autofill: AutofillHandle | undefined
const onSignedIn = vi.fn<(signedIn: unknown) => void>()
const onError = vi.fn<(error: PasskeyClientError) => void>()

const begun = () => page.server.sentTo('POST /sign-in/begin')
const requestTo = (call: number) => asked.mock.calls[call]?.[0]
const challengeOf = (call: number) =>
  encodeBase64url(new Uint8Array(requestTo(call)?.publicKey?.challenge as ArrayBuffer))
const realTimeout = setTimeout
const pause = (milliseconds: number) => new Promise((resolve) => realTimeout(resolve, milliseconds))

/** Time stands still in the client until a test advances it. The authenticator and the test go on. */
const stopTime = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })

/** Unlike `vi.waitFor`, does not advance a time that a test has stopped. */
async function until(assertion: () => void): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    try {
      return assertion()
    } catch {
      await pause(10)
    }
  }
  assertion()
}

const untilAsked = (times: number) => until(() => expect(asked).toHaveBeenCalledTimes(times))
const untilTimerRuns = () => until(() => expect(vi.getTimerCount()).toBe(1))
const untilFailed = (times: number) => until(() => expect(onError).toHaveBeenCalledTimes(times))

beforeEach(async () => {
  page.server.ceremonies.length = 0
  asked = vi.spyOn(navigator.credentials, 'get')
})

afterEach(() => {
  autofill?.stop()
  autofill = undefined
  vi.useRealTimers()
  vi.clearAllMocks()
})

describe('a passkey chosen from the suggestions', () => {
  test('signs in', async () => {
    autofill = page.newClient().autofill({ onSignedIn, onError, organizationId: 'acme' })
    await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalledExactlyOnceWith({ home: '/home' }))

    expect(begun()[0]?.body).toEqual({ mediation: 'conditional', organizationId: 'acme' })
    expect(requestTo(0)?.mediation).toBe('conditional')
    expect(page.server.credentialSentTo('POST /sign-in/finish').response.userHandle).toEqual(expect.any(String))
    expect(onError).not.toHaveBeenCalled()
  })

  test('ends the offer', async () => {
    autofill = page.newClient().autofill({ onSignedIn, onError })
    await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalled())
    await pause(300)
    expect(asked).toHaveBeenCalledTimes(1)
  })
})

describe('an offer that is still open', () => {
  beforeEach(() => page.authenticator.setPresence(false))

  test('is withdrawn in the same tick as a modal sign-in starts, and permanently when that succeeds', async () => {
    const client = page.newClient()
    autofill = client.autofill({ onSignedIn, onError })
    await untilAsked(1)
    await page.authenticator.setPresence(true)

    const signIn = client.signIn()
    expect(requestTo(0)?.signal?.aborted).toBe(true)
    expect(await signIn).toEqual({ home: '/home' })

    await pause(300)
    expect(asked.mock.calls.map(([options]) => options?.mediation)).toEqual(['conditional', undefined])
    expect(onError).not.toHaveBeenCalled()
  })

  test('comes back after a modal sign-in that failed', async () => {
    const client = page.newClient()
    autofill = client.autofill({ onSignedIn, onError })
    await untilAsked(1)
    const stop = new AbortController()
    const signIn = client.signIn({ signal: stop.signal })
    await untilAsked(2)
    stop.abort()
    await expect(signIn).rejects.toMatchObject({ code: 'aborted' })

    await untilAsked(3)
    expect(requestTo(2)).toMatchObject({ mediation: 'conditional', signal: { aborted: false } })
  })

  test('comes back after a passkey was made', async () => {
    const client = page.newClient()
    autofill = client.autofill({ onSignedIn, onError })
    await untilAsked(1)
    await page.authenticator.setPresence(true)
    const enroll = client.enroll()
    expect(requestTo(0)?.signal?.aborted).toBe(true)
    await enroll
    await untilAsked(2)
    expect(requestTo(1)?.mediation).toBe('conditional')
  })

  test('does not start while a modal sign-in is open', async () => {
    const client = page.newClient()
    const stop = new AbortController()
    const signIn = expect(client.signIn({ signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' })
    await untilAsked(1)
    autofill = client.autofill({ onSignedIn, onError })
    await pause(300)
    expect(asked).toHaveBeenCalledTimes(1)
    stop.abort()
    await signIn
    await untilAsked(2)
    expect(requestTo(1)?.mediation).toBe('conditional')
  })

  test('is withdrawn by stop, permanently', async () => {
    autofill = page.newClient().autofill({ onSignedIn, onError })
    await untilAsked(1)
    autofill.stop()
    expect(requestTo(0)?.signal?.aborted).toBe(true)
    await pause(300)
    expect(asked).toHaveBeenCalledTimes(1)
    expect(onError).not.toHaveBeenCalled()
  })

  test('gives way to a second one of the same client', async () => {
    const client = page.newClient()
    const first = client.autofill({ onSignedIn, onError })
    await untilAsked(1)
    autofill = client.autofill({ onSignedIn, onError })
    expect(requestTo(0)?.signal?.aborted).toBe(true)
    await untilAsked(2)
    first.stop()
    expect(requestTo(1)?.signal?.aborted).toBe(false)
  })
})

describe('an offer that grows old', () => {
  beforeEach(async () => {
    await page.authenticator.setPresence(false)
    page.server.options = { timeout: 1_000 }
    stopTime()
  })

  test('is made anew at 80 % of its life', async () => {
    autofill = page.newClient().autofill({ onSignedIn, onError })
    await untilAsked(1)
    await untilTimerRuns()
    await vi.advanceTimersByTimeAsync(799)
    expect(requestTo(0)?.signal?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(20)
    await untilAsked(2)
    expect(requestTo(0)?.signal?.aborted).toBe(true)
    expect(requestTo(1)).toMatchObject({ mediation: 'conditional', signal: { aborted: false } })
    expect(challengeOf(1)).not.toBe(challengeOf(0))
    expect(onError).not.toHaveBeenCalled()
  })

  test('is finished with the ceremony that took its place', async () => {
    page.server.answers.set('POST /sign-in/finish', 'signed in')
    autofill = page.newClient().autofill({ onSignedIn, onError })
    await untilAsked(1)
    await untilTimerRuns()
    await page.authenticator.setPresence(true)
    await vi.advanceTimersByTimeAsync(820)
    await until(() => expect(onSignedIn).toHaveBeenCalledExactlyOnceWith('signed in'))

    const { response } = page.server.credentialSentTo('POST /sign-in/finish')
    const clientData = new TextDecoder().decode(decodeBase64url(String(response.clientDataJSON)))
    expect(JSON.parse(clientData)).toMatchObject({ challenge: challengeOf(1) })
    expect(page.server.sentTo('POST /sign-in/finish')[0]?.body?.ceremony).toBe(page.server.ceremonies.at(-1))
    expect(page.server.ceremonies).toHaveLength(2)
  })

  test('is left alone while the page is hidden, and made anew when it is shown', async () => {
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    autofill = page.newClient().autofill({ onSignedIn, onError })
    await untilAsked(1)
    await untilTimerRuns()
    await vi.advanceTimersByTimeAsync(1_200)
    expect(begun()).toHaveLength(1)
    visibility.mockReturnValue('visible')
    document.dispatchEvent(new Event('visibilitychange'))
    await untilAsked(2)
  })

  test('is left alone after it was withdrawn', async () => {
    autofill = page.newClient().autofill({ onSignedIn, onError })
    await untilAsked(1)
    await untilTimerRuns()
    autofill.stop()
    await vi.advanceTimersByTimeAsync(1_200)
    expect(begun()).toHaveLength(1)
  })
})

describe('an offer that fails', () => {
  test('is reported and made again after a pause', async () => {
    page.server.answers.set('POST /sign-in/begin', new TypeError('Failed to fetch'))
    autofill = page.newClient().autofill({ onSignedIn, onError })
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1))
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'network' })
    expect(begun()).toHaveLength(1)

    page.server.answers.clear()
    await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1), { timeout: 5_000 })
  })

  test('because the server refuses the passkey is reported with the code of the server, and made again', async () => {
    page.server.answers.set('POST /sign-in/finish', new PasskeyClientError('sign_in_failed'))
    autofill = page.newClient().autofill({ onSignedIn, onError })
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(2), { timeout: 5_000 })
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'sign_in_failed' })
    expect(onSignedIn).not.toHaveBeenCalled()
  })

  test('waits longer each time', async () => {
    stopTime()
    page.server.answers.set('POST /sign-in/begin', new TypeError('Failed to fetch'))
    autofill = page.newClient().autofill({ onSignedIn, onError })
    for (const [attempt, wait] of [1_000, 2_000, 4_000].entries()) {
      await untilFailed(attempt + 1)
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect(begun()).toHaveLength(attempt + 1)
      await vi.advanceTimersByTimeAsync(1)
    }
    await untilFailed(4)
  })

  test('because passkeys are off is not made again', async () => {
    stopTime()
    page.server.answers.set('POST /sign-in/begin', new PasskeyClientError('passkeys_off'))
    autofill = page.newClient().autofill({ onSignedIn, onError })
    await untilFailed(1)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(begun()).toHaveLength(1)
  })
})

test('a browser without conditional mediation is asked nothing, nor is the server', async () => {
  await removeVirtualAuthenticators()
  await addVirtualAuthenticator({ transport: 'usb' })
  expect(await PublicKeyCredential.isConditionalMediationAvailable()).toBe(false)
  autofill = page.newClient().autofill({ onSignedIn, onError })
  await pause(200)
  expect(page.server.requests).toEqual([])
  expect(onError).not.toHaveBeenCalled()
})
