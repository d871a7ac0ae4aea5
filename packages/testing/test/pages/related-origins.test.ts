import { createPasskeys } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { addDevice, type Device } from '@latchkey/testing/playwright'
import type { Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { callOn, type Hosts, serveHosts } from './serve-hosts.js'

const passkeys = createPasskeys({
  relyingParty: { id: 'shop.test', name: 'Shop', relatedOrigins: ['https://related.test'] },
  secret: 'a secret of at least 32 bytes, for tests',
  storage: memoryStorage(),
  policy: { mode: 'optional', removeLast: 'allow' },
})

const names = ['shop.test', 'related.test', 'foreign.test']

let hosts: Hosts
let page: Page
let device: Device

beforeAll(async () => {
  hosts = await serveHosts(passkeys, names)
})
afterAll(() => hosts.close())

beforeEach(async () => {
  page = await hosts.browser.newPage()
  device = await addDevice(page)
  return () => page.context().close()
})

async function become(cookies: Readonly<Record<string, string>>): Promise<void> {
  const all = names.flatMap((domain) =>
    Object.entries(cookies).map(([name, value]) => ({ name, value, domain, path: '/' })),
  )
  await page.context().addCookies(all)
}

const call = (host: string, expression: string) => callOn(page, host, expression)

describe('on a related origin, in Chromium', () => {
  test('a passkey of the RP ID signs in', async () => {
    await become({ user: 'ada' })
    await call('shop.test', 'enroll()')
    expect(await call('related.test', 'signIn()')).toEqual({ userId: 'ada' })
    expect(await device.passkeys()).toMatchObject([{ rpId: 'shop.test' }])
  })

  test('a passkey is created that signs in at the RP ID', async () => {
    await become({ user: 'bob' })
    expect(await call('related.test', 'enroll()')).toMatchObject({ discoverable: true })
    expect(await call('shop.test', 'signIn()')).toEqual({ userId: 'bob' })
  })

  test('several signals reach the authenticator, one after the other', async () => {
    await become({ user: 'carol' })
    const { id } = Object(await call('related.test', 'enroll()'))
    await become({ user: 'carol', name: 'caroline' })
    // Which passkeys there are, and then the user's new name.
    await call('related.test', 'signal()')
    await expect.poll(() => device.passkeys()).toMatchObject([{ id, userName: 'caroline' }])
    await call('related.test', `remove('${id}')`)
    await expect.poll(() => device.passkeys()).toEqual([])
  })
})

test('on an origin that is not listed the browser refuses, and so does the server', async () => {
  const attempt = `navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32), rpId: 'shop.test' } })`
  await page.goto('https://foreign.test/')
  expect(await page.evaluate(`${attempt}.catch(({ name }) => name)`)).toBe('SecurityError')
  expect(await call('foreign.test', 'signIn()')).toBe('cross_site')
  expect(hosts.refusals).toEqual(['cross_site'])
})
