import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type AutofillHandle, createPasskeyClient } from '../src/index.js'
import { createFakeServer, type FakeServer } from './fake-server.js'
import {
  addVirtualAuthenticator,
  removeVirtualAuthenticators,
  type VirtualAuthenticator,
} from './virtual-authenticator.js'

let authenticator: VirtualAuthenticator
let server: FakeServer
let autofill: AutofillHandle | undefined

const newClient = () => createPasskeyClient({ transport: server.transport })
const { parseCreationOptionsFromJSON, parseRequestOptionsFromJSON } = PublicKeyCredential
const { toJSON } = PublicKeyCredential.prototype

function restore(): void {
  Object.assign(PublicKeyCredential, { parseCreationOptionsFromJSON, parseRequestOptionsFromJSON })
  Object.assign(PublicKeyCredential.prototype, { toJSON })
}

beforeEach(async () => {
  authenticator = await addVirtualAuthenticator()
  server = createFakeServer()
})

afterEach(async () => {
  autofill?.stop()
  restore()
  vi.restoreAllMocks()
  await removeVirtualAuthenticators()
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
    await newClient().enroll()
    expect(server.credentialSentTo('POST /enroll/finish')).toMatchObject(registration)
    expect(await newClient().signIn()).toEqual({ home: '/home' })
    expect(server.credentialSentTo('POST /sign-in/finish')).toMatchObject(assertion)
  })

  test('signs in from the suggestions of an input field', async () => {
    await newClient().enroll()
    const onSignedIn = vi.fn()
    autofill = newClient().autofill({ onSignedIn, onError: vi.fn() })
    await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalledExactlyOnceWith({ home: '/home' }))
  })

  test('tells the same failures apart', async () => {
    await newClient().enroll()
    const { id } = server.credentialSentTo('POST /enroll/finish')
    server.options = { excludeCredentials: [{ type: 'public-key', id }] }
    await expect(newClient().enroll()).rejects.toMatchObject({ code: 'already_registered' })
    server.options = { rpId: 'foreign.invalid' }
    await expect(newClient().signIn()).rejects.toMatchObject({ code: 'wrong_domain' })
    server.options = {}
    await authenticator.setUserVerified(false)
    await expect(newClient().signIn()).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('can be stopped', async () => {
    await authenticator.setPresence(false)
    const asked = vi.spyOn(navigator.credentials, 'get')
    const stop = new AbortController()
    const signIn = newClient().signIn({ signal: stop.signal })
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
    await newClient().enroll()
    expect(server.credentialSentTo('POST /enroll/finish')).toMatchObject(registration)
    await newClient().signIn()
    expect(server.credentialSentTo('POST /sign-in/finish')).toMatchObject(assertion)
  })

  test('with nothing at all → failed', async () => {
    vi.spyOn(navigator.credentials, 'get').mockResolvedValue(null)
    await expect(newClient().signIn()).rejects.toMatchObject({ code: 'failed' })
  })
})
