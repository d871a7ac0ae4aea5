import type { PasskeysConfig } from '@latchkey/core'
import { errorTable } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { createApp, createBrowser, enroll, origin } from './app.js'

const errors = 'https://docs.example.com/errors/'

function setUp(config: Partial<PasskeysConfig>, user = '') {
  const app = createApp({}, origin, config)
  return { app, browser: createBrowser(app.handle, { user }) }
}

describe('the type of a problem', () => {
  test.each<[string, NonNullable<PasskeysConfig['problemTypes']>]>([
    ['a URL', (code) => new URL(code, errors)],
    ['text', (code) => errors + code],
  ])('is what problemTypes returns as %s for its code', async (_, problemTypes) => {
    const { browser } = setUp({ problemTypes })
    expect((await browser.call('GET', '/')).body).toMatchObject({ type: `${errors}not_signed_in` })
    expect((await browser.call('GET', '/nothing/here')).body).toMatchObject({ type: `${errors}not_found` })
  })

  test('is about:blank without problemTypes', async () => {
    expect((await setUp({}).browser.call('GET', '/')).body).toMatchObject({ type: 'about:blank' })
  })

  test('is that of the public code: a failed sign-in reveals nothing', async () => {
    const { app, browser } = setUp({ problemTypes: (code) => errors + code }, 'alice')
    await enroll(app, browser)
    const { body } = await browser.call('POST', '/sign-in/begin', {})
    const honest = await app.authenticator.get(body.options)
    const response = { ...honest, response: { ...honest.response, signature: 'MAA' } }
    const failed = await browser.call('POST', '/sign-in/finish', { ceremony: body.ceremony, response })
    expect(failed.body).toMatchObject({ type: `${errors}sign_in_failed`, code: 'sign_in_failed' })
    expect(app.refusals).not.toContain('sign_in_failed')
  })

  test('is asked for once for each code of the table, at start-up', () => {
    const asked: string[] = []
    setUp({ problemTypes: (code) => errors + asked.push(code) })
    expect(asked).toEqual(Object.keys(errorTable))
  })
})
