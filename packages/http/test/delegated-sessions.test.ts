import { routes } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { createApp, createBrowser, enroll } from './app.js'

/** What each route of a signed-in user is sent, so that nothing but the session stands against it. */
const bodies: Readonly<Record<string, unknown>> = {
  enrollBegin: {},
  secondFactorBegin: {},
  secondFactorFinish: 'of an own ceremony',
  stepUpBegin: {},
  stepUpFinish: 'of an own ceremony',
  confirmBegin: { payload: {} },
  confirmFinish: 'of an own ceremony',
  requestOtp: {},
  completeOtp: { code: '123456' },
  createRecoveryCodes: {},
  rename: { name: 'Mine' },
  remove: undefined,
  signals: undefined,
  answerPrompt: { answer: 'not-now' },
  promptShown: {},
}
/** Core tests the finishes, with an answer: here the ceremony would be refused before the session. */
const isFinish = (body: unknown) => body === 'of an own ceremony'

async function arrange() {
  const app = createApp(
    {
      onSteppedUp: () => new Response(null),
      onConfirmed: () => new Response(null),
      session: (request) => {
        const userId = request.headers.get('x-user') ?? ''
        const [at, delegated] = [Date.now(), request.headers.get('x-agent') !== null]
        const partial = request.headers.get('x-partial') !== null
        const methods = [{ name: 'password', at }]
        return { userId, authenticatedAt: at, methods, user: { name: userId }, delegated, partial }
      },
    },
    undefined,
    { host: { sendCode: () => undefined } },
  )
  const browser = createBrowser(app.handle, { user: 'alice' })
  const { body } = await enroll(app, browser)
  return { browser, id: String(body.passkey.id) }
}

const own = Object.entries(routes).filter(([name, { group }]) => group === 'self' && !['list', 'prompt'].includes(name))

describe('over HTTP, a delegated session', () => {
  test.each(own.filter(([name]) => !isFinish(bodies[name])))('%s is forbidden', async (name, { method, path }) => {
    const { browser, id } = await arrange()
    const headers = { 'x-agent': 'yes', ...(name.startsWith('secondFactor') ? { 'x-partial': 'yes' } : {}) }
    const called = await browser.call(method, path.replace(':id', id), bodies[name], headers)
    expect(called).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  test('every route of a signed-in user has a row', () => {
    expect(own.map(([name]) => name).toSorted()).toEqual(Object.keys(bodies).toSorted())
  })

  test('reads the list, and no prompt is shown', async () => {
    const { browser, id } = await arrange()
    const agent = { 'x-agent': 'yes' }
    expect((await browser.call('GET', '/', undefined, agent)).body.passkeys).toMatchObject([{ id }])
    const prompt = await browser.call('GET', '/prompt?webauthn=true', undefined, agent)
    expect(prompt.body).toMatchObject({ prompt: 'none', reason: 'delegated' })
  })
})
