import { createPasskeys } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { addDevice, type Device } from '@latchkey/testing/playwright'
import type { Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { callOn, type Hosts, serveHosts } from './serve-hosts.js'

const names = ['shop.test', 'bank.test', 'related.test']
const passkeys = createPasskeys({
  relyingParties: {
    shop: { id: 'shop.test', name: 'Shop', relatedOrigins: ['https://related.test'] },
    bank: { id: 'bank.test', name: 'Bank' },
  },
  secret: 'a secret of at least 32 bytes, for tests',
  storage: memoryStorage(),
  policy: { mode: 'optional', removeLast: 'allow' },
})

let hosts: Hosts
let page: Page
let device: Device

beforeAll(async () => {
  hosts = await serveHosts(passkeys, names)
})
afterAll(() => hosts.close())

beforeEach(async () => {
  page = await hosts.browser.newPage()
  await page.context().addCookies(names.map((domain) => ({ name: 'user', value: 'ada', domain, path: '/' })))
  device = await addDevice(page)
  return () => page.context().close()
})

const call = (host: string, expression: string) => callOn(page, host, expression)

test('two brands and a related origin, in Chromium: each brand has its own passkeys', async () => {
  await call('shop.test', 'enroll()')
  expect(await call('bank.test', 'signIn()')).toBe('cancelled')
  await call('bank.test', 'enroll()')
  for (const host of names) expect(await call(host, 'signIn()')).toEqual({ userId: 'ada' })
  expect((await device.passkeys()).map(({ rpId }) => rpId).sort()).toEqual(['bank.test', 'shop.test'])
  expect(hosts.refusals).toEqual([])

  // What is removed at one brand is forgotten there, and stays at the other.
  const [{ id }] = Object(await call('related.test', 'list()'))
  await call('related.test', `remove('${id}')`)
  await expect.poll(async () => (await device.passkeys()).map(({ rpId }) => rpId)).toEqual(['bank.test'])
  expect(await call('bank.test', 'signIn()')).toEqual({ userId: 'ada' })
})

test('the page of one brand gets no passkey of the other from the browser', async () => {
  await page.goto('https://bank.test/')
  const attempt = `navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32), rpId: 'shop.test' } })`
  expect(await page.evaluate(`${attempt}.catch(({ name }) => name)`)).toBe('SecurityError')
})
