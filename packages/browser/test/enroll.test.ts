import { describe, expect, test, vi } from 'vitest'
import { usePage } from './page.js'

const page = usePage()

describe('enrolling', () => {
  test('makes a passkey, hands it in under its name and resolves with what the server keeps', async () => {
    expect(await page.newClient().enroll({ name: 'My laptop' })).toEqual({ id: 'new', name: 'A passkey' })

    expect(await page.authenticator.credentials()).toHaveLength(1)
    expect(page.server.sentTo('POST /enroll/finish')[0]?.body).toMatchObject({
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
    await page.newClient().enroll({ attachment: 'platform', organizationId: 'acme' })
    expect(page.server.sentTo('POST /enroll/begin')[0]?.body).toEqual({
      attachment: 'platform',
      organizationId: 'acme',
    })
  })

  test('a second time on the same device → already_registered', async () => {
    await page.newClient().enroll()
    const { id } = page.server.credentialSentTo('POST /enroll/finish')
    page.server.options = { excludeCredentials: [{ type: 'public-key', id }] }
    await expect(page.newClient().enroll()).rejects.toMatchObject({
      code: 'already_registered',
      cause: { name: 'InvalidStateError' },
    })
  })

  test('with algorithms that are unknown → not_supported', async () => {
    page.server.options = { pubKeyCredParams: [{ type: 'private-key', alg: -7 }] }
    await expect(page.newClient().enroll()).rejects.toMatchObject({ code: 'not_supported' })
  })

  test('that the user does not confirm in time → timed_out', async () => {
    await page.authenticator.setPresence(false)
    page.server.options = { timeout: 400 }
    await expect(page.newClient().enroll()).rejects.toMatchObject({ code: 'timed_out' })
  })

  test('that is stopped by its caller → aborted', async () => {
    await page.authenticator.setPresence(false)
    const stop = new AbortController()
    const asked = vi.spyOn(navigator.credentials, 'create')
    const enroll = page.newClient().enroll({ signal: stop.signal })
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    stop.abort()
    await expect(enroll).rejects.toMatchObject({ code: 'aborted' })
  })
})
