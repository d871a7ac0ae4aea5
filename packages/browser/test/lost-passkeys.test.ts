import { beforeEach, describe, expect, type Mock, test, vi } from 'vitest'
import { type PasskeyClient, PasskeyClientError, type Transport } from '../src/index.js'
import { usePage } from './page.js'

const page = usePage()
let forget: Mock<NonNullable<typeof PublicKeyCredential.signalUnknownCredential>>

beforeEach(async () => {
  forget = vi.spyOn(PublicKeyCredential, 'signalUnknownCredential')
})

const verbs = [
  [
    'enroll',
    'POST /enroll/finish',
    (client: PasskeyClient, signal?: AbortSignal) => client.enroll({ ...(signal && { signal }) }),
  ],
  [
    'signUp',
    'POST /sign-up/finish',
    (client: PasskeyClient, signal?: AbortSignal) => client.signUp({ profile: {}, ...(signal && { signal }) }),
  ],
] as const

/** The device has deleted the passkey, because the browser got one signal that it is unknown. */
async function expectForgotten(): Promise<void> {
  await vi.waitFor(async () => expect(await page.authenticator.credentials()).toEqual([]))
  expect(forget).toHaveBeenCalledExactlyOnceWith({ rpId: 'localhost', credentialId: expect.any(String) })
}

describe.each(verbs)('a passkey that the device created in %s is forgotten', (_, finish, make) => {
  test.each([
    ['the server cannot be reached', new TypeError('Failed to fetch'), 'network'],
    ['the server refuses it', new PasskeyClientError('authenticator_not_allowed'), 'authenticator_not_allowed'],
    ['the ceremony has expired', new PasskeyClientError('ceremony_expired'), 'ceremony_expired'],
    ['the account has changed meanwhile', new PasskeyClientError('account_changed'), 'account_changed'],
    ['the storage fails', new PasskeyClientError('storage_unavailable'), 'storage_unavailable'],
  ])('when %s', async (_, answer, code) => {
    page.server.answers.set(finish, answer)
    await expect(make(page.newClient())).rejects.toMatchObject({ code })
    await expectForgotten()
  })

  test('when the caller stops while the server is asked', async () => {
    const stop = new AbortController()
    const hanging: Transport = (request) => {
      if (request.route.path.endsWith('/begin')) return page.server.transport(request)
      stop.abort()
      return new Promise(() => {})
    }
    await expect(make(page.newClient(hanging), stop.signal)).rejects.toMatchObject({ code: 'aborted' })
    await expectForgotten()
  })

  test('when its answer cannot be read', async () => {
    const create = navigator.credentials.create.bind(navigator.credentials)
    vi.spyOn(navigator.credentials, 'create').mockImplementation(async (options) => {
      const { id } = (await create(options)) as PublicKeyCredential
      return { id, type: 'public-key' }
    })
    await expect(make(page.newClient())).rejects.toMatchObject({ code: 'failed' })
    await expectForgotten()
  })

  test('when it comes after the caller has stopped, because an extension ignored that', async () => {
    const stop = new AbortController()
    const create = navigator.credentials.create.bind(navigator.credentials)
    vi.spyOn(navigator.credentials, 'create').mockImplementation(async (options) => {
      const credential = await create({ publicKey: options?.publicKey as PublicKeyCredentialCreationOptions })
      stop.abort()
      return credential
    })
    await expect(make(page.newClient(), stop.signal)).rejects.toMatchObject({ code: 'aborted' })
    await expectForgotten()
  })
})

test('a passkey is forgotten when the answer to enrolling is another program’s', async () => {
  page.server.answers.set('POST /enroll/finish', '<!doctype html>')
  await expect(page.newClient().enroll()).rejects.toMatchObject({ code: 'network' })
  await expectForgotten()
})

test.each(['already_registered', 'ceremony_spent'] as const)(
  'a passkey that the server has, as %s says, is not forgotten',
  async (code) => {
    page.server.answers.set('POST /enroll/finish', new PasskeyClientError(code))
    await expect(page.newClient().enroll()).rejects.toMatchObject({ code })
    expect(forget).not.toHaveBeenCalled()
    expect(await page.authenticator.credentials()).toHaveLength(1)
  },
)

test('a list that the server wrote before it had the new passkey does not reach the browser', async () => {
  const accepted = vi.spyOn(PublicKeyCredential, 'signalAllAcceptedCredentials')
  const signals = {
    rpId: 'localhost',
    allAcceptedCredentials: { userId: 'dXNlcg', allAcceptedCredentialIds: ['b2xk'] },
  }
  page.server.answers.set('GET /', { passkeys: [], signals })
  const client = page.newClient()
  const create = navigator.credentials.create.bind(navigator.credentials)
  vi.spyOn(navigator.credentials, 'create').mockImplementation(async (options) => {
    await client.list()
    return create(options)
  })
  await client.enroll()
  await client.list()
  expect(accepted).toHaveBeenCalledTimes(1)
})
