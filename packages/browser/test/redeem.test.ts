import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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

afterEach(removeVirtualAuthenticators)

describe('a code leads to a passkey', () => {
  test('an invitation sends id and code, and the name of the passkey', async () => {
    const passkey = await newClient().redeemInvitation({ id: 'the id', code: 'the code', name: 'My laptop' })
    expect(passkey).toEqual({ id: 'new', name: 'A passkey' })
    expect(await authenticator.credentials()).toHaveLength(1)
    expect(server.sentTo('POST /invitations/redeem')[0]?.body).toEqual({ id: 'the id', code: 'the code' })
    expect(server.sentTo('POST /enroll/finish')[0]?.body).toMatchObject({ name: 'My laptop' })
  })

  test('a recovery code is sent with the identifier', async () => {
    expect(await newClient().recover({ identifier: 'ada', code: 'the code' })).toMatchObject({ id: 'new' })
    expect(server.sentTo('POST /recovery/redeem')[0]?.body).toEqual({ identifier: 'ada', code: 'the code' })
  })

  test('new recovery codes are what the server returned', async () => {
    expect(await newClient().createRecoveryCodes()).toEqual({ codes: ['7K3D-9WQX-0ABC-5RTY-M'], createdAt: 0 })
  })
})
