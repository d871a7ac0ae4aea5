import { describe, expect, test, vi } from 'vitest'
import { parseProblem } from '../src/index.js'
import { usePage } from './page.js'

const page = usePage()

/** Chromium creates passkeys silently in its own password manager only: here the virtual one is asked, with a dialog. */
function withoutMediation() {
  const create = navigator.credentials.create.bind(navigator.credentials)
  return vi
    .spyOn(navigator.credentials, 'create')
    .mockImplementation(({ mediation: _, ...request }: CredentialCreationOptions & { mediation?: unknown } = {}) =>
      create(request),
    )
}

function able(conditionalCreate: boolean | undefined) {
  const answer = conditionalCreate === undefined ? {} : { conditionalCreate }
  vi.spyOn(PublicKeyCredential, 'getClientCapabilities').mockResolvedValue(answer)
}

describe('a silent upgrade', () => {
  test('makes a passkey without a dialog, and resolves with what the server stores', async () => {
    const asked = withoutMediation()
    expect(await page.newClient().upgrade()).toEqual({ passkey: { id: 'new', name: 'A passkey' } })
    expect(asked).toHaveBeenCalledWith(expect.objectContaining({ mediation: 'conditional' }))
    expect(page.server.sentTo('POST /enroll/begin')[0]?.body).toEqual({ conditional: true })
    expect(page.server.sentTo('POST /enroll/finish')[0]?.body).toMatchObject({ ceremony: expect.any(String) })
  })

  test('says for which organization', async () => {
    withoutMediation()
    await page.newClient().upgrade({ organizationId: 'acme' })
    expect(page.server.sentTo('POST /enroll/begin')[0]?.body).toEqual({ conditional: true, organizationId: 'acme' })
  })

  test('an ordinary passkey is not made silently', async () => {
    const asked = vi.spyOn(navigator.credentials, 'create')
    await page.newClient().enroll()
    expect(asked.mock.calls[0]?.[0]).toMatchObject({ mediation: undefined })
  })

  test.each([false, undefined])(
    'where the browser reports %s → not_supported, and nothing is asked',
    async (reported) => {
      able(reported)
      const asked = vi.spyOn(navigator.credentials, 'create')
      expect(await page.newClient().upgrade()).toEqual({ reason: 'not_supported' })
      expect([asked.mock.calls, page.server.requests]).toEqual([[], []])
    },
  )

  test.each(['forbidden', 'recent_authentication_required', 'limit_reached'])('the server says %s', async (code) => {
    page.server.answers.set('POST /enroll/begin', parseProblem({ code }))
    expect(await page.newClient().upgrade()).toEqual({ reason: code })
  })

  test('a server that cannot be reached → network', async () => {
    page.server.answers.set('POST /enroll/begin', new TypeError('Failed to fetch'))
    expect(await page.newClient().upgrade()).toEqual({ reason: 'network' })
  })

  test('a browser that does not want to → timed_out', async () => {
    page.server.options = { timeout: 300 }
    expect(await page.newClient().upgrade()).toEqual({ reason: 'timed_out' })
  })

  test('a device that has a passkey of the user → already_registered', async () => {
    withoutMediation()
    await page.newClient().enroll()
    const { id } = page.server.credentialSentTo('POST /enroll/finish')
    page.server.options = { excludeCredentials: [{ type: 'public-key', id }] }
    expect(await page.newClient().upgrade()).toEqual({ reason: 'already_registered' })
  })

  test('a passkey that the server then refuses is forgotten by the browser', async () => {
    withoutMediation()
    const signal = vi.spyOn(
      PublicKeyCredential as never as { signalUnknownCredential(): Promise<void> },
      'signalUnknownCredential',
    )
    page.server.answers.set('POST /enroll/finish', parseProblem({ code: 'forbidden' }))
    expect(await page.newClient().upgrade()).toEqual({ reason: 'forbidden' })
    await vi.waitFor(() => expect(signal).toHaveBeenCalledOnce())
  })

  test('its caller may stop it', async () => {
    const stop = new AbortController()
    const asked = vi.spyOn(navigator.credentials, 'create')
    const upgrade = page.newClient().upgrade({ signal: stop.signal })
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    stop.abort()
    expect(await upgrade).toEqual({ reason: 'aborted' })
  })
})

describe('beside other ceremonies', () => {
  test('it gives way: the other one runs at once', async () => {
    const asked = vi.spyOn(navigator.credentials, 'create')
    const upgrade = page.newClient().upgrade()
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    const enroll = page.newClient().enroll()
    expect(await upgrade).toEqual({ reason: 'aborted' })
    await expect(enroll).resolves.toMatchObject({ id: 'new' })
  })

  test('it does not begin while one runs: busy, and that one goes on', async () => {
    await page.authenticator.setPresence(false)
    const asked = vi.spyOn(navigator.credentials, 'create')
    const stop = new AbortController()
    const ended = vi.fn()
    const enroll = page.newClient().enroll({ signal: stop.signal }).catch(ended)
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    expect(await page.newClient().upgrade()).toEqual({ reason: 'busy' })
    expect(ended).not.toHaveBeenCalled()
    stop.abort()
    await enroll
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ code: 'aborted' }))
  })
})
