import { addDevice, removeDevices } from '@latchkey/testing/vitest-browser'
import { afterEach, expect, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { createPasskeyClient } from '../src/index.js'
import { createFakeServer } from './fake-server.js'

afterEach(() => removeDevices(cdp()))

function setUp() {
  const server = createFakeServer()
  return { server, client: createPasskeyClient({ transport: server.transport }) }
}

test('a device creates a passkey and signs in', async () => {
  const device = await addDevice(cdp())
  const { server, client } = setUp()
  await client.enroll()
  expect(await client.signIn()).toEqual({ home: '/home' })
  const { id } = server.credentialSentTo('POST /sign-in/finish')
  expect(await device.passkeys()).toMatchObject([{ id, rpId: 'localhost', signCount: 2 }])
})

test('a user whom the device does not recognize', async () => {
  const device = await addDevice(cdp())
  const { client } = setUp()
  await client.enroll()
  await device.setUserVerified(false)
  await expect(client.signIn()).rejects.toMatchObject({ code: 'cancelled' })
})

test('removed devices leave nothing behind', async () => {
  await addDevice(cdp())
  await removeDevices(cdp())
  const device = await addDevice(cdp(), { kind: 'security-key', verifiesUser: true })
  expect(await device.passkeys()).toEqual([])
})

test('another session is a TypeError', async () => {
  await expect(addDevice({})).rejects.toThrow(/write cdp\(\)/)
})
