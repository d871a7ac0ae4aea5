import { encodeBase64url, routes } from '@latchkey/wire'
import { beforeEach, expect, test, vi } from 'vitest'
import { createPasskeyClient, type PasskeyClient, parseProblem, type Transport } from '../src/index.js'
import { fakeUserId, randomText } from './fake-server.js'
import { usePage } from './page.js'

const page = usePage()
let passkeyId: string

const rpId = 'localhost'

beforeEach(async () => {
  await page.newClient().enroll()
  passkeyId = page.server.credentialSentTo('POST /enroll/finish').id
})

const forgotten = () => vi.waitFor(async () => expect(await page.authenticator.credentials()).toEqual([]))

async function keptIds(): Promise<readonly string[]> {
  const kept = await page.authenticator.credentials()
  return kept.map(({ credentialId }) =>
    encodeBase64url(Uint8Array.from(atob(credentialId), (letter) => letter.charCodeAt(0))),
  )
}

test('a passkey that the server does not know is forgotten after the refusal', async () => {
  const signals = { rpId, unknownCredentialId: passkeyId }
  page.server.answers.set('POST /sign-in/finish', parseProblem({ code: 'sign_in_failed', title: 'No.', signals }))
  await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'sign_in_failed', message: 'No.' })
  await forgotten()
})

test('a refusal without signals leaves the passkey alone', async () => {
  page.server.answers.set('POST /sign-in/finish', parseProblem({ code: 'sign_in_failed' }))
  await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'sign_in_failed' })
  expect(await keptIds()).toEqual([passkeyId])
})

test.each([
  ['enrolling', routes.enrollFinish, (client: PasskeyClient) => client.enroll()],
  ['signing up', routes.signUpFinish, (client: PasskeyClient) => client.signUp({ profile: {} })],
] as const)(
  'a passkey that the server refuses at %s, after the device has made it, is forgotten',
  async (_, finish, make) => {
    const transport: Transport = async (request) => {
      const answer = await page.server.transport(request)
      if (request.route !== finish) return answer
      const signals = { rpId, unknownCredentialId: page.server.credentialSentTo(`POST ${finish.path}`).id }
      throw parseProblem({ code: 'authenticator_not_allowed', title: 'No.', signals })
    }
    // Of another user: an authenticator keeps one passkey of each, and what it replaces is gone.
    page.server.options = { user: { id: randomText(16), name: 'bob@example.com', displayName: 'Bob' } }
    const refused = make(createPasskeyClient({ transport }))
    await expect(refused).rejects.toMatchObject({ code: 'authenticator_not_allowed', message: 'No.' })
    await vi.waitFor(async () => expect(await keptIds()).toEqual([passkeyId]))
    expect(page.server.credentialSentTo(`POST ${finish.path}`).id).not.toBe(passkeyId)
  },
)

test('a passkey that was removed is forgotten', async () => {
  const allAcceptedCredentials = { userId: fakeUserId, allAcceptedCredentialIds: [] }
  page.server.answers.set('DELETE /:id', { signals: { rpId, allAcceptedCredentials } })
  await page.newClient().remove(passkeyId)
  await forgotten()
})

test('a passkey that is still listed stays', async () => {
  const allAcceptedCredentials = { userId: fakeUserId, allAcceptedCredentialIds: [passkeyId] }
  const sent = vi.spyOn(PublicKeyCredential, 'signalAllAcceptedCredentials')
  page.server.answers.set('GET /', { passkeys: [], signals: { rpId, allAcceptedCredentials } })
  await page.newClient().list()
  await sent.mock.results[0]?.value
  expect(sent).toHaveBeenCalledExactlyOnceWith({ rpId, ...allAcceptedCredentials })
  expect(await keptIds()).toEqual([passkeyId])
})

test('asked what there still is, the server tells the browser, which forgets what was removed elsewhere', async () => {
  const allAcceptedCredentials = { userId: fakeUserId, allAcceptedCredentialIds: ['b3RoZXI'] }
  page.server.answers.set('GET /signals', { rpId, allAcceptedCredentials })
  expect(await page.newClient().signal()).toBeUndefined()
  await forgotten()
})

test('signal() leaves the browser the accepted passkeys, and the new name', async () => {
  const allAcceptedCredentials = { userId: fakeUserId, allAcceptedCredentialIds: [passkeyId] }
  const currentUserDetails = { userId: fakeUserId, name: 'countess@example.com', displayName: 'Ada Lovelace' }
  page.server.answers.set('GET /signals', { rpId, allAcceptedCredentials, currentUserDetails })
  await page.newClient().signal()
  await vi.waitFor(async () =>
    expect(await page.authenticator.credentials()).toMatchObject([{ userName: 'countess@example.com' }]),
  )
  expect(await keptIds()).toEqual([passkeyId])
})

test('without a session the server sends no signals, and the browser keeps all passkeys', async () => {
  const sent = vi.spyOn(PublicKeyCredential, 'signalAllAcceptedCredentials')
  page.server.answers.set('GET /signals', parseProblem({ code: 'not_signed_in', title: 'Sign in.' }))
  await expect(page.newClient().signal()).rejects.toMatchObject({ code: 'not_signed_in' })
  expect(sent).not.toHaveBeenCalled()
  expect(await keptIds()).toEqual([passkeyId])
})

test('the name of the user is brought up to date', async () => {
  const currentUserDetails = { userId: fakeUserId, name: 'countess@example.com', displayName: 'Ada Lovelace' }
  page.server.answers.set('PATCH /:id', { passkey: { id: passkeyId }, signals: { rpId, currentUserDetails } })
  await page.newClient().rename(passkeyId, 'Laptop')
  await vi.waitFor(async () =>
    expect(await page.authenticator.credentials()).toMatchObject([{ userName: 'countess@example.com' }]),
  )
})

test('the answer of the host may carry signals', async () => {
  const currentUserDetails = { userId: fakeUserId, name: 'new@example.com', displayName: '' }
  page.server.answers.set('POST /sign-in/finish', { home: '/', signals: { rpId, currentUserDetails } })
  expect(await page.newClient().signIn()).toMatchObject({ home: '/' })
  await vi.waitFor(async () =>
    expect(await page.authenticator.credentials()).toMatchObject([{ userName: 'new@example.com' }]),
  )
})

test.each([
  ['refuses them', () => vi.spyOn(PublicKeyCredential, 'signalUnknownCredential').mockRejectedValue(new TypeError())],
  [
    'breaks over them',
    () =>
      vi.spyOn(PublicKeyCredential, 'signalUnknownCredential').mockImplementation(() => {
        throw new Error('broken')
      }),
  ],
])('a browser that %s changes nothing', async (_, arrange) => {
  const sent = arrange()
  page.server.answers.set('DELETE /:id', { signals: { rpId, unknownCredentialId: passkeyId } })
  expect(await page.newClient().remove(passkeyId)).toBeUndefined()
  expect(sent).toHaveBeenCalledOnce()
})

test('a browser that does not listen changes nothing', async () => {
  const { signalUnknownCredential } = PublicKeyCredential
  Object.assign(PublicKeyCredential, { signalUnknownCredential: undefined })
  page.server.answers.set('DELETE /:id', { signals: { rpId, unknownCredentialId: passkeyId } })
  expect(await page.newClient().remove(passkeyId)).toBeUndefined()
  Object.assign(PublicKeyCredential, { signalUnknownCredential })
  expect(await keptIds()).toEqual([passkeyId])
})
