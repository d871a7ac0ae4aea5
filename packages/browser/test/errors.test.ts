import { describe, expect, test, vi } from 'vitest'
import { createPasskeyClient, createSignInClient } from '../src/index.js'
import { usePage } from './page.js'

const page = usePage()

const notAllowed = (message: string) => new DOMException(message, 'NotAllowedError')

const notFocused = 'The operation is not allowed at this time because the page does not have focus.'

describe('a NotAllowedError says what the page can mend', () => {
  test.each([
    [
      'Chromium, in a frame',
      "The 'publickey-credentials-get' feature is not enabled in this document. Permissions Policy may be used to delegate Web Authentication capabilities to cross-origin child frames.",
      'blocked_by_frame',
    ],
    ['Firefox, in a frame', 'CredentialsContainer request is not allowed.', 'blocked_by_frame'],
    ['Safari, in a frame', 'The origin of the document is not the same as its ancestors.', 'blocked_by_frame'],
    [
      'Chromium, without a gesture',
      'A user activation is required to create a credential in a cross-origin iframe.',
      'user_gesture_required',
    ],
    [
      'Safari, without a gesture',
      "User gesture is not detected. To use the WebAuthn API, call 'navigator.credentials.create' or 'navigator.credentials.get' within user activated events.",
      'user_gesture_required',
    ],
    ['Safari, without focus', 'The document is not focused.', 'page_not_focused'],
    [
      'Chromium, refused',
      'The operation either timed out or was not allowed. See: https://www.w3.org/TR/webauthn-2/#sctn-privacy-considerations-client.',
      'cancelled',
    ],
    [
      'Firefox, refused',
      'The request is not allowed by the user agent or the platform in the current context, possibly because the user denied permission.',
      'cancelled',
    ],
  ])('%s', async (_, message, code) => {
    vi.spyOn(navigator.credentials, 'get').mockRejectedValue(notAllowed(message))
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code, cause: { message } })
  })
})

test.each([
  ['AbortError', 'aborted'],
  ['TimeoutError', 'timed_out'],
  ['SecurityError', 'wrong_domain'],
  ['OperationError', 'busy'],
  ['NotSupportedError', 'not_supported'],
  ['ConstraintError', 'not_supported'],
  ['InvalidStateError', 'failed'],
  ['UnknownError', 'failed'],
  ['constructor', 'failed'],
])('%s at a sign-in → %s', async (name, code) => {
  vi.spyOn(navigator.credentials, 'get').mockRejectedValue(new DOMException('', name))
  await expect(page.newClient().signIn()).rejects.toMatchObject({ code, message: expect.stringMatching(/\.$/) })
})

test.each([undefined, null, 'no', 7, {}])('a rejection with %o → failed', async (reason) => {
  vi.spyOn(navigator.credentials, 'get').mockRejectedValue(reason)
  await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'failed' })
})

describe('a page without focus', () => {
  test('creates the passkey when it has the focus again', async () => {
    const create = vi.spyOn(navigator.credentials, 'create').mockRejectedValueOnce(notAllowed(notFocused))
    vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    const enroll = page.newClient().enroll()
    await vi.waitFor(() => expect(create).toHaveBeenCalledTimes(1))
    expect(await page.authenticator.credentials()).toEqual([])
    dispatchEvent(new Event('focus'))
    expect(await enroll).toMatchObject({ id: 'new' })
  })

  test('that never gets it: timed_out', async () => {
    vi.spyOn(navigator.credentials, 'create').mockRejectedValue(notAllowed(notFocused))
    vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    page.server.options = { timeout: 100 }
    await expect(page.newClient().enroll()).rejects.toMatchObject({ code: 'timed_out' })
  })

  test('as the browser says although it has the focus: page_not_focused', async () => {
    vi.spyOn(navigator.credentials, 'create').mockRejectedValue(notAllowed(notFocused))
    vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    await expect(page.newClient().enroll()).rejects.toMatchObject({ code: 'page_not_focused' })
  })
})

test('a device that has a passkey already is distinguished from a user who cancels', async () => {
  await page.newClient().enroll()
  const { id } = page.server.credentialSentTo('POST /enroll/finish')
  page.server.options = { excludeCredentials: [{ type: 'public-key', id }] }
  await expect(page.newClient().enroll()).rejects.toMatchObject({
    code: 'already_registered',
    message: 'This device already has a passkey for this account.',
  })
  page.server.options = {}
  await page.authenticator.setUserVerified(false)
  await expect(page.newClient().enroll()).rejects.toMatchObject({ code: 'cancelled' })
})

describe.each([
  ['createPasskeyClient', createPasskeyClient],
  ['createSignInClient', createSignInClient],
])('%s', (_, create) => {
  test('needs no options where the server has its default path', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'))
    await expect(create().signIn()).rejects.toMatchObject({ code: 'network' })
    expect(fetched.mock.calls[0]?.[0]).toBe('/passkeys/sign-in/begin')
  })

  test.each(['https://api.example.com/passkeys', '//api.example.com/passkeys', 'http://localhost:1/passkeys'])(
    'with the path %s of another origin → TypeError that names transport',
    (basePath) => {
      expect(() => create({ basePath })).toThrow(TypeError)
      expect(() => create({ basePath })).toThrow(/transport/)
    },
  )

  test.each(['/passkeys', '/', '', '/auth/passkeys/', `${location.origin}/passkeys`])(
    'with the path "%s" of this origin is created',
    (basePath) => {
      expect(create({ basePath })).toHaveProperty('signIn')
    },
  )

  test.each<[string, unknown, string]>([
    ['null', null, 'Option transport'],
    ['a path instead of options', '/passkeys', 'Option 0'],
    ['a number for the path', { basePath: 7 }, 'basePath 7'],
    ['null for the path', { basePath: null }, 'basePath null'],
    ['an object for the path', { basePath: {} }, 'basePath [object Object]'],
    ['a path without a slash', { basePath: 'passkeys' }, 'basePath passkeys'],
    ['a path with a query', { basePath: '/passkeys?x' }, 'basePath /passkeys?x'],
    ['a pattern', { basePath: '/passkeys/*' }, 'basePath /passkeys/*'],
    ['an origin that begins like this one', { basePath: `${location.origin}.example.com` }, 'basePath http'],
    ['a URL as the transport', { transport: 'https://api.example.com' }, 'Option transport'],
    ['an object as the transport', { transport: {} }, 'Option transport'],
    ['null as the transport', { transport: null }, 'Option transport'],
    ['false as the transport', { transport: false }, 'Option transport'],
    ['a misspelled option', { basepath: '/passkeys' }, 'Option basepath'],
    ['a name from elsewhere', { baseUrl: '/passkeys' }, 'Option baseUrl'],
    ['an unknown option beside a known one', { basePath: '/passkeys', fetch }, 'Option fetch'],
  ])('with %s → TypeError that names it and says what to write', (_, options, named) => {
    expect(() => create(options as never)).toThrow(TypeError)
    expect(() => create(options as never)).toThrow(named)
    expect(() => create(options as never)).toThrow(/: use (basePath )?"\/passkeys", or a function transport/)
  })

  test('with options that are undefined is created', () => {
    expect(create({ basePath: undefined, transport: undefined } as never)).toHaveProperty('signIn')
  })
})
