import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { ImmediateOptions } from '../src/index.js'
import { usePage } from './page.js'

const page = usePage()
let asked: Mock<CredentialsContainer['get']>

beforeEach(async () => {
  // Tries of the tests before do not count.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 * (1 + countTests()) })
  asked = vi.spyOn(navigator.credentials, 'get')
})

afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})

let tests = 0
function countTests(): number {
  tests += 1
  return tests
}

/** What comes of a press of the button, which is what the browser wants to see. */
async function press(options?: ImmediateOptions): Promise<unknown> {
  const button = document.createElement('button')
  document.body.replaceChildren(button)
  const outcome = new Promise((resolve) => {
    button.onclick = () => page.newClient().signInImmediately(options).then(resolve, resolve)
  })
  await userEvent.click(button)
  return outcome
}

test('a passkey of this device signs in', async () => {
  await page.newClient().enroll()
  expect(await press({ organizationId: 'acme' })).toEqual({ home: '/home' })
  expect(asked.mock.calls[0]?.[0]).toMatchObject({ uiMode: 'immediate', publicKey: { allowCredentials: [] } })
  expect(page.server.sentTo('POST /sign-in/begin')[0]?.body).toEqual({ organizationId: 'acme' })
  expect(page.server.credentialSentTo('POST /sign-in/finish').response.userHandle).toEqual(expect.any(String))
})

test('a device without a passkey says so at once → cancelled', async () => {
  expect(await press()).toMatchObject({ code: 'cancelled', cause: { name: 'NotAllowedError' } })
})

test('a call without a press of the user → user_gesture_required', async () => {
  const message = 'A user activation is required to request immediate credentials.'
  asked.mockRejectedValue(new DOMException(message, 'NotAllowedError'))
  await expect(page.newClient().signInImmediately()).rejects.toMatchObject({ code: 'user_gesture_required' })
})

test.each([
  ['says that it cannot', () => Promise.resolve({ immediateGet: false })],
  ['does not know of it', () => Promise.resolve({})],
  ['fails to say', () => Promise.reject(new Error('broken'))],
])('a browser that %s → not_supported, and neither the server nor the user is asked', async (_, capabilities) => {
  vi.spyOn(PublicKeyCredential, 'getClientCapabilities').mockImplementation(capabilities)
  expect(await press()).toMatchObject({ code: 'not_supported' })
  expect(page.server.requests).toEqual([])
  expect(asked).not.toHaveBeenCalled()
})

describe('within five seconds', () => {
  test('the third try → busy, whichever client it is, and the browser is not asked', async () => {
    for (const code of ['cancelled', 'cancelled', 'busy']) expect(await press()).toMatchObject({ code })
    expect(asked).toHaveBeenCalledTimes(2)
    vi.setSystemTime(Date.now() + 5_000)
    expect(await press()).toMatchObject({ code: 'cancelled' })
  })
})

test('autofill pauses meanwhile, and resumes if it fails', async () => {
  await page.newClient().enroll()
  await page.authenticator.setPresence(false)
  const onError = vi.fn()
  const autofill = page.newClient().autofill({ onSignedIn: vi.fn(), onError })
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
  const stop = new AbortController()
  const outcome = press({ signal: stop.signal })
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2))
  expect(asked.mock.calls[0]?.[0]?.signal?.aborted).toBe(true)
  stop.abort()
  expect(await outcome).toMatchObject({ code: 'aborted' })
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(3))
  expect(onError).not.toHaveBeenCalled()
  autofill.stop()
})
