import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createPasskeyClient } from '../src/index.js'
import { createFakeServer, type FakeServer } from './fake-server.js'
import {
  addVirtualAuthenticator,
  removeVirtualAuthenticators,
  type VirtualAuthenticator,
} from './virtual-authenticator.js'

let authenticator: VirtualAuthenticator
let server: FakeServer

const newClient = () => createPasskeyClient({ transport: server.transport })

beforeEach(async () => {
  authenticator = await addVirtualAuthenticator()
  server = createFakeServer()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await removeVirtualAuthenticators()
})

describe('enrolling', () => {
  test('makes a passkey, hands it in under its name and resolves with what the server keeps', async () => {
    expect(await newClient().enroll({ name: 'My laptop' })).toEqual({ id: 'new', name: 'A passkey' })

    expect(await authenticator.credentials()).toHaveLength(1)
    expect(server.sentTo('POST /enroll/finish')[0]?.body).toMatchObject({
      ceremony: expect.any(String),
      name: 'My laptop',
      response: {
        type: 'public-key',
        response: { attestationObject: expect.stringMatching(/^[\w-]+$/), transports: ['internal'] },
        clientExtensionResults: { credProps: { rk: true } },
      },
    })
  })

  test('says where the passkey shall be kept, and for which organization', async () => {
    await newClient().enroll({ attachment: 'platform', organizationId: 'acme' })
    expect(server.sentTo('POST /enroll/begin')[0]?.body).toEqual({ attachment: 'platform', organizationId: 'acme' })
  })

  test('a second time on the same device → already_registered', async () => {
    await newClient().enroll()
    const { id } = server.credentialSentTo('POST /enroll/finish')
    server.options = { excludeCredentials: [{ type: 'public-key', id }] }
    await expect(newClient().enroll()).rejects.toMatchObject({
      code: 'already_registered',
      cause: { name: 'InvalidStateError' },
    })
  })

  test('with algorithms that are unknown → not_supported', async () => {
    server.options = { pubKeyCredParams: [{ type: 'private-key', alg: -7 }] }
    await expect(newClient().enroll()).rejects.toMatchObject({ code: 'not_supported' })
  })

  test('that the user does not confirm in time → timed_out', async () => {
    await authenticator.setPresence(false)
    server.options = { timeout: 400 }
    await expect(newClient().enroll()).rejects.toMatchObject({ code: 'timed_out' })
  })

  test('that is stopped by its caller → aborted', async () => {
    await authenticator.setPresence(false)
    const stop = new AbortController()
    const asked = vi.spyOn(navigator.credentials, 'create')
    const enroll = newClient().enroll({ signal: stop.signal })
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    stop.abort()
    await expect(enroll).rejects.toMatchObject({ code: 'aborted' })
  })
})
