import { verifyReceipt } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { type App, createApp, createBrowser, enroll, origin } from './app.js'

const signedInPartially = (request: Request) => {
  const userId = request.headers.get('x-user')
  const at = Date.now()
  const isPartial = !new URL(request.url).pathname.includes('/enroll/')
  return userId
    ? { userId, authenticatedAt: at, methods: [{ name: 'password', at }], partial: isPartial, user: { name: userId } }
    : null
}

async function run(app: App, browser: ReturnType<typeof createBrowser>, path: string, body: object = {}) {
  const begun = await browser.call('POST', `${path}/begin`, body)
  if (begun.status !== 200) return begun
  const response = await app.authenticator.get(begun.body.options)
  const { ceremony, payload } = begun.body
  return browser.call('POST', `${path}/finish`, { ceremony, response, payload })
}

async function arrange(change: Parameters<typeof createApp>[0] = {}) {
  const app = createApp(change)
  const browser = createBrowser(app.handle, { user: 'alice' })
  await enroll(app, browser)
  return { app, browser }
}

describe('the routes for signed-in users who answer with a passkey', () => {
  test('a second factor goes to onSignedIn, by its kind', async () => {
    const kinds: string[] = []
    const { app, browser } = await arrange({
      session: signedInPartially,
      onSignedIn: ({ kind }) => {
        kinds.push(kind)
        return new Response(null, { status: 204 })
      },
    })
    expect(await run(app, browser, '/second-factor')).toMatchObject({ status: 204 })
    expect(kinds).toEqual(['second-factor'])
  })

  test('a step-up and a confirmation go to their own functions, never to onSignedIn', async () => {
    const { app, browser } = await arrange({
      onSignedIn: () => Promise.reject(new Error('no session is made')),
      onSteppedUp: ({ kind, expiresAt, at }) => Response.json({ kind, seconds: (expiresAt - at) / 1000 }),
      onConfirmed: ({ kind, payload, receipt }) => Response.json({ kind, payload, receipt }),
    })
    expect((await run(app, browser, '/step-up')).body).toEqual({ kind: 'step-up', seconds: 300 })
    const payload = { amount: '100.00' }
    const { body } = await run(app, browser, '/confirm', { payload })
    expect(body).toMatchObject({ kind: 'confirm', payload })
    const key = new Uint8Array(Buffer.from(body.receipt.credential.publicKey, 'base64url'))
    const expected = { rpId: 'example.com', origins: [origin], userId: 'alice', environment: 'default', key }
    await expect(verifyReceipt({ receipt: body.receipt, payload, expected })).resolves.toMatchObject({ payload })
  })

  test.each(['/step-up', '/confirm'])('without its function there is no %s', async (path) => {
    const { browser } = await arrange()
    expect((await browser.call('POST', `${path}/begin`, { payload: 1 })).body.code).toBe('not_found')
    expect((await browser.call('POST', `${path}/finish`, {})).body.code).toBe('not_found')
  })

  test.each(['/second-factor', '/step-up', '/confirm'])('%s without a session: not_signed_in', async (path) => {
    const hook = () => new Response()
    const { handle } = createApp({ onSteppedUp: hook, onConfirmed: hook })
    const { body } = await createBrowser(handle).call('POST', `${path}/begin`, { payload: 1 })
    expect(body.code).toBe('not_signed_in')
  })

  test.each([
    ['none', '{}'],
    ['an own __proto__', '{"payload":{"__proto__":1}}'],
    ['1e21', '{"payload":1e21}'],
    ['a lone surrogate', '{"payload":"\\ud800"}'],
    ['more than 16 kB', `{"payload":"${'a'.repeat(16_400)}"}`],
  ])('a payload that is %s: malformed', async (_, body) => {
    const { browser } = await arrange({ onConfirmed: () => new Response() })
    expect((await browser.call('POST', '/confirm/begin', body)).body.code).toBe('malformed')
  })

  test('a function that returns no response is named', async () => {
    const { app, browser } = await arrange({ onSteppedUp: () => undefined as never })
    await expect(run(app, browser, '/step-up')).rejects.toThrow(/onSteppedUp returned/)
  })
})
