import { decodeBase64url } from '@latchkey/wire'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PasskeyClientError } from '../src/index.js'
import { usePage } from './page.js'

const page = usePage({ enrolled: true })

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a sign-in', () => {
  test('answers the ceremony that was begun and resolves with what the host answered', async () => {
    expect(await page.newClient().signIn()).toEqual({ home: '/home' })

    expect(page.server.requests.map(({ route }) => route.path)).toEqual(['/sign-in/begin', '/sign-in/finish'])
    const { response, ...rest } = page.server.sentTo('POST /sign-in/finish')[0]?.body ?? {}
    expect(rest).toEqual({ ceremony: expect.any(String) })
    expect(response).toMatchObject({ type: 'public-key', response: { signature: expect.stringMatching(/^[\w-]+$/) } })
  })

  test('signs the challenge of this ceremony on this origin', async () => {
    page.server.options = { challenge: 'AAECAwQFBgcICQoLDA0ODw' }
    await page.newClient().signIn()

    const sent = page.server.credentialSentTo('POST /sign-in/finish').response.clientDataJSON
    const clientData: unknown = JSON.parse(new TextDecoder().decode(decodeBase64url(String(sent))))
    expect(clientData).toMatchObject({
      type: 'webauthn.get',
      challenge: 'AAECAwQFBgcICQoLDA0ODw',
      origin: location.origin,
    })
  })

  test('says who signs in, and where, when that is known', async () => {
    await page.newClient().signIn({ identifier: 'ada@example.com', organizationId: 'acme' })
    expect(page.server.sentTo('POST /sign-in/begin')[0]?.body).toEqual({
      identifier: 'ada@example.com',
      organizationId: 'acme',
    })
  })

  test('sends no more than is asked for, whatever it is called with', async () => {
    const event: object = new MouseEvent('click')
    await page.newClient().signIn(event)
    expect(JSON.stringify(page.server.sentTo('POST /sign-in/begin')[0]?.body)).toBe('{}')
  })

  test('passes the hints of the server on to the browser', async () => {
    const asked = vi.spyOn(navigator.credentials, 'get')
    page.server.options = { hints: ['client-device', 'hybrid'] }
    await page.newClient().signIn()
    expect(asked.mock.calls[0]?.[0]?.publicKey).toMatchObject({ hints: ['client-device', 'hybrid'] })
  })

  test('resolves with undefined when the host answers nothing', async () => {
    page.server.answers.set('POST /sign-in/finish', undefined)
    expect(await page.newClient().signIn()).toBeUndefined()
  })
})

describe('a sign-in that fails', () => {
  test('before its time is over → cancelled', async () => {
    await page.authenticator.setUserVerified(false)
    await expect(page.newClient().signIn()).rejects.toMatchObject({
      code: 'cancelled',
      cause: { name: 'NotAllowedError' },
    })
  })

  test('when its time is over → timed_out', async () => {
    await page.authenticator.setPresence(false)
    page.server.options = { timeout: 600 }
    await expect(page.newClient().signIn()).rejects.toMatchObject({
      code: 'timed_out',
      cause: { name: 'NotAllowedError' },
    })
  })

  test('for a foreign relying party → wrong_domain', async () => {
    page.server.options = { rpId: 'foreign.invalid' }
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'wrong_domain' })
  })

  test('while another program is asking → busy', async () => {
    await page.authenticator.setPresence(false)
    const other = new AbortController()
    const request = { publicKey: { challenge: new Uint8Array(16), timeout: 10_000 }, signal: other.signal }
    const pending = expect(navigator.credentials.get(request)).rejects.toMatchObject({ name: 'AbortError' })
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'busy' })
    other.abort()
    await pending
  })

  test('in a frame that may not use passkeys → blocked_by_frame', async () => {
    const frame = document.createElement('iframe')
    frame.allow = "publickey-credentials-get 'none'"
    document.body.append(frame)
    const blocked = frame.contentWindow?.navigator.credentials
    vi.spyOn(navigator.credentials, 'get').mockImplementation(async (options) => (await blocked?.get(options)) ?? null)
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'blocked_by_frame' })
    frame.remove()
  })

  test('because the options cannot be read → failed', async () => {
    page.server.options = { challenge: 'not base64url!' }
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'failed', cause: { name: 'EncodingError' } })
  })

  test('because begin is answered by another program → network', async () => {
    page.server.answers.set('POST /sign-in/begin', '<!doctype html>')
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'network' })
  })

  test('rejects with an error that has a message for people and a cause for the log', async () => {
    await page.authenticator.setUserVerified(false)
    const error = await page
      .newClient()
      .signIn()
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(PasskeyClientError)
    expect(error).toMatchObject({ message: 'The passkey request was cancelled.', cause: expect.any(DOMException) })
  })
})

describe('a sign-in that is stopped', () => {
  beforeEach(() => page.authenticator.setPresence(false))

  test('by its caller → aborted, with the reason as the cause', async () => {
    const stop = new AbortController()
    const asked = vi.spyOn(navigator.credentials, 'get')
    const signIn = page.newClient().signIn({ signal: stop.signal })
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    stop.abort('left the page')
    await expect(signIn).rejects.toMatchObject({ code: 'aborted', cause: 'left the page' })
  })

  test('before it began → aborted, without asking the authenticator', async () => {
    const asked = vi.spyOn(navigator.credentials, 'get')
    await expect(page.newClient().signIn({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
    expect(asked).not.toHaveBeenCalled()
  })

  test('by a signal that keeps time → timed_out', async () => {
    await expect(page.newClient().signIn({ signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
      code: 'timed_out',
    })
  })

  test('by the next ceremony of the same client → aborted', async () => {
    const client = page.newClient()
    const asked = vi.spyOn(navigator.credentials, 'get')
    const first = expect(client.signIn()).rejects.toMatchObject({ code: 'aborted' })
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    await page.authenticator.setPresence(true)
    expect(await client.signIn()).toEqual({ home: '/home' })
    await first
  })
})

describe('a page without WebAuthn', () => {
  test('on https → not_supported, without asking the server', async () => {
    vi.stubGlobal('PublicKeyCredential', undefined)
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'not_supported' })
    await expect(page.newClient().enroll()).rejects.toMatchObject({ code: 'not_supported' })
    expect(page.server.requests).toEqual([])
  })

  test('on http → insecure_context', async () => {
    vi.stubGlobal('PublicKeyCredential', undefined)
    vi.stubGlobal('isSecureContext', false)
    await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'insecure_context' })
  })
})
