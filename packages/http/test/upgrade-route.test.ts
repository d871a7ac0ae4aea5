import { expect, test } from 'vitest'
import { createApp, createBrowser } from './app.js'

const allowed = { policy: { mode: 'optional', prompt: { automatic: true } } } as const

function arrange(config: Parameters<typeof createApp>[2] = allowed) {
  const app = createApp({}, undefined, config)
  return { ...app, browser: createBrowser(app.handle, { user: 'alice' }) }
}

const conditional = { mediation: 'conditional' } as const

test('a page asks for a silent passkey at the begin, and what the browser made without its user is stored', async () => {
  const { authenticator, browser } = arrange()
  const begun = await browser.call('POST', '/enroll/begin', { conditional: true })
  expect(begun.body.options.authenticatorSelection.userVerification).toBe('preferred')
  const response = await authenticator.create(begun.body.options, conditional)
  const finished = await browser.call('POST', '/enroll/finish', { ceremony: begun.body.ceremony, response })
  expect(finished.status).toBe(201)
})

test('a page that did not ask cannot ask at the finish', async () => {
  const { authenticator, browser } = arrange()
  const begun = await browser.call('POST', '/enroll/begin', {})
  const response = await authenticator.create(begun.body.options, conditional)
  const body = { ceremony: begun.body.ceremony, response, conditional: true }
  expect(await browser.call('POST', '/enroll/finish', body)).toMatchObject({
    status: 422,
    body: { code: 'user_presence_missing' },
  })
})

test('where the policy does not allow it: 403, forbidden', async () => {
  const { browser } = arrange({})
  expect(await browser.call('POST', '/enroll/begin', { conditional: true })).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  })
})

test.each(['true', 1, null, {}])('conditional: %j is malformed', async (value) => {
  const { browser } = arrange()
  const answer = await browser.call('POST', '/enroll/begin', { conditional: value })
  expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } })
})
