import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AutofillHandle } from '../src/index.js'
import { usePage } from './page.js'

const page = usePage()
let autofill: AutofillHandle | undefined

const { parseCreationOptionsFromJSON, parseRequestOptionsFromJSON } = PublicKeyCredential
const { toJSON } = PublicKeyCredential.prototype

function restore(): void {
  Object.assign(PublicKeyCredential, { parseCreationOptionsFromJSON, parseRequestOptionsFromJSON })
  Object.assign(PublicKeyCredential.prototype, { toJSON })
}

afterEach(() => {
  autofill?.stop()
  restore()
})

/** Byte strings that both ways of doing it must send in the same form. */
const base64url = expect.stringMatching(/^[\w-]+$/)

const registration = {
  id: base64url,
  rawId: base64url,
  type: 'public-key',
  authenticatorAttachment: 'platform',
  response: { clientDataJSON: base64url, attestationObject: base64url, transports: ['internal'] },
  clientExtensionResults: { credProps: { rk: true } },
}

const assertion = {
  id: base64url,
  rawId: base64url,
  type: 'public-key',
  authenticatorAttachment: 'platform',
  response: {
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url,
  },
}

describe('a browser without JSON methods', () => {
  beforeEach(() => {
    const missing = { parseCreationOptionsFromJSON: undefined, parseRequestOptionsFromJSON: undefined }
    Object.assign(PublicKeyCredential, missing)
    Object.assign(PublicKeyCredential.prototype, { toJSON: undefined })
  })

  test('makes a passkey and signs in with it', async () => {
    await page.newClient().enroll()
    expect(page.server.credentialSentTo('POST /enroll/finish')).toMatchObject(registration)
    expect(await page.newClient().signIn()).toEqual({ home: '/home' })
    expect(page.server.credentialSentTo('POST /sign-in/finish')).toMatchObject(assertion)
  })

  test('signs in from the suggestions of an input field', async () => {
    await page.newClient().enroll()
    const onSignedIn = vi.fn()
    autofill = page.newClient().autofill({ onSignedIn, onError: vi.fn() })
    await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalledExactlyOnceWith({ home: '/home' }))
  })

  test('tells the same failures apart', async () => {
    await page.newClient().enroll()
    const { id } = page.server.credentialSentTo('POST /enroll/finish')
    page.server.options = { excludeCredentials: [{ type: 'public-key', id }] }
    await expect(page.newClient().enroll()).rejects.toMatchObject({ code: 'already_registered' })
    page.server.options = { rpId: 'foreign.invalid' }
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'wrong_domain' })
    page.server.options = {}
    await page.authenticator.setUserVerified(false)
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('can be stopped', async () => {
    await page.authenticator.setPresence(false)
    const asked = vi.spyOn(navigator.credentials, 'get')
    const stop = new AbortController()
    const signIn = page.newClient().signIn({ signal: stop.signal })
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    stop.abort()
    await expect(signIn).rejects.toMatchObject({ code: 'aborted' })
    expect(asked.mock.calls[0]?.[0]?.signal?.aborted).toBe(true)
  })
})

describe('a password manager that answers in the place of the browser', () => {
  test.each([
    ['without toJSON', undefined],
    [
      'with a toJSON that throws',
      () => {
        throw new TypeError('Illegal invocation')
      },
    ],
  ])('%s is read by hand', async (_, toJSON) => {
    Object.assign(PublicKeyCredential.prototype, { toJSON })
    await page.newClient().enroll()
    expect(page.server.credentialSentTo('POST /enroll/finish')).toMatchObject(registration)
    await page.newClient().signIn()
    expect(page.server.credentialSentTo('POST /sign-in/finish')).toMatchObject(assertion)
  })

  test('with nothing at all → failed', async () => {
    vi.spyOn(navigator.credentials, 'get').mockResolvedValue(null)
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'failed' })
  })
})
