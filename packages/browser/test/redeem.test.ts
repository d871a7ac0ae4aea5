import { describe, expect, test } from 'vitest'
import { usePage } from './page.js'

const page = usePage()

describe('a code leads to a passkey', () => {
  test('an invitation sends id and code, and the name of the passkey', async () => {
    const passkey = await page.newClient().redeemInvitation({ id: 'the id', code: 'the code', name: 'My laptop' })
    expect(passkey).toEqual({ id: 'new', name: 'A passkey' })
    expect(await page.authenticator.credentials()).toHaveLength(1)
    expect(page.server.sentTo('POST /invitations/redeem')[0]?.body).toEqual({ id: 'the id', code: 'the code' })
    expect(page.server.sentTo('POST /enroll/finish')[0]?.body).toMatchObject({ name: 'My laptop' })
  })

  test('a recovery code is sent with the identifier', async () => {
    expect(await page.newClient().recover({ identifier: 'ada', code: 'the code' })).toMatchObject({ id: 'new' })
    expect(page.server.sentTo('POST /recovery/redeem')[0]?.body).toEqual({ identifier: 'ada', code: 'the code' })
  })

  test('a one-time code is requested, and sent as it was typed', async () => {
    const client = page.newClient()
    expect(await client.requestOtp()).toEqual({ expiresAt: 600_000 })
    expect(await client.enroll({ otp: '123 456', name: 'My laptop' })).toMatchObject({ id: 'new' })
    expect(page.server.sentTo('POST /otp/complete')[0]?.body).toEqual({ code: '123 456' })
    expect(page.server.sentTo('POST /enroll/finish')[0]?.body).toMatchObject({ name: 'My laptop' })
    expect(page.server.sentTo('POST /enroll/begin')).toEqual([])
  })

  test('new recovery codes are what the server returned', async () => {
    expect(await page.newClient().createRecoveryCodes()).toEqual({ codes: ['7K3D-9WQX-0ABC-5RTY-M'], createdAt: 0 })
  })
})
