import { outcomeCodes } from '@latchkey/wire'
import { beforeEach, describe, expect, type Mock, test, vi } from 'vitest'
import { createPasskeyClient, createSignInClient, PasskeyClientError } from '../src/index.js'
import { reportOutcomes } from '../src/outcomes.js'
import { usePage } from './page.js'

const page = usePage({ enrolled: true })
let beacon: Mock<Navigator['sendBeacon']>

beforeEach(() => {
  beacon = vi.spyOn(navigator, 'sendBeacon').mockReturnValue(true)
})

/** A client that carries its calls to the server of the test. */
const newClient = () => reportOutcomes(createPasskeyClient, { transport: page.server.transport })

/** What was reported, with the number of the ceremony. */
function reports() {
  return page.server.sentTo('POST /outcome').map(({ body }) => {
    const { ceremony, ...report } = { ...body }
    return { ...report, ceremony: page.server.ceremonies.slice(1).indexOf(String(ceremony)) }
  })
}

const took = { milliseconds: expect.any(Number) }

beforeEach(() => page.server.answers.set('POST /outcome', undefined))

describe('reported is', () => {
  test('a sign-in that succeeds, and nothing but code, mode and time', async () => {
    expect(await newClient().signIn()).toEqual({ home: '/home' })
    expect(reports()).toEqual([{ ceremony: 0, code: 'succeeded', mode: 'modal', ...took }])
    const [report] = page.server.sentTo('POST /outcome')
    expect(Object.keys({ ...report?.body }).sort()).toEqual(['ceremony', 'code', 'milliseconds', 'mode'])
    expect(report?.body?.milliseconds).toSatisfy((time: number) => Number.isInteger(time) && time >= 0)
  })

  test('a user who cancels', async () => {
    await page.authenticator.setUserVerified(false)
    await expect(newClient().signIn()).rejects.toMatchObject({ code: 'cancelled' })
    expect(reports()).toEqual([{ ceremony: 0, code: 'cancelled', mode: 'modal', ...took }])
  })

  test('a device that has a passkey already', async () => {
    const { credentialId } = (await page.authenticator.credentials())[0] ?? {}
    const id = credentialId?.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
    page.server.options = { excludeCredentials: [{ type: 'public-key', id }] }
    await expect(newClient().enroll()).rejects.toMatchObject({ code: 'already_registered' })
    expect(reports()).toEqual([{ ceremony: 0, code: 'already_registered', mode: 'modal', ...took }])
  })

  test('a refusal of the server, without its code', async () => {
    page.server.answers.set('POST /sign-in/finish', new PasskeyClientError('sign_in_failed'))
    await expect(newClient().signIn()).rejects.toMatchObject({ code: 'sign_in_failed' })
    expect(reports()).toMatchObject([{ code: 'refused' }])
  })

  test('a sign-in by autofill', async () => {
    await new Promise((onSignedIn) => newClient().autofill({ onSignedIn, onError: vi.fn() }))
    expect(reports()).toEqual([{ ceremony: 0, code: 'succeeded', mode: 'conditional', ...took }])
  })

  test('an upgrade that the browser refuses', async () => {
    vi.spyOn(navigator.credentials, 'create').mockRejectedValue(new DOMException('', 'NotAllowedError'))
    expect(await newClient().upgrade()).toEqual({ reason: 'cancelled' })
    expect(reports()).toEqual([{ ceremony: 0, code: 'cancelled', mode: 'conditional', ...took }])
  })

  test('a page that is left while the dialog is open, once', async () => {
    await page.authenticator.setPresence(false)
    const stop = new AbortController()
    const signIn = newClient().signIn({ signal: stop.signal })
    await vi.waitFor(() => expect(page.server.ceremonies).toHaveLength(2))
    dispatchEvent(new Event('pagehide'))
    stop.abort()
    await expect(signIn).rejects.toMatchObject({ code: 'aborted' })
    dispatchEvent(new Event('pagehide'))
    dispatchEvent(new Event('pageshow'))
    expect(reports()).toEqual([{ ceremony: 0, code: 'abandoned', mode: 'modal', ...took }])
  })

  test('a review that rejects', async () => {
    const review = () => Promise.reject(new Error('no'))
    await expect(newClient().confirm({ payload: {}, review })).rejects.toThrow('no')
    expect(reports()).toMatchObject([{ code: 'failed' }])
  })
})

describe('not reported is', () => {
  test('a ceremony that the server did not begin', async () => {
    page.server.answers.set('POST /sign-in/begin', new PasskeyClientError('too_many_tries'))
    await expect(newClient().signIn()).rejects.toMatchObject({ code: 'too_many_tries' })
    expect(reports()).toEqual([])
  })

  test('an offer of autofill that is not taken', async () => {
    await page.authenticator.setPresence(false)
    const autofill = newClient().autofill({ onSignedIn: vi.fn(), onError: vi.fn() })
    await vi.waitFor(() => expect(page.server.ceremonies).toHaveLength(2))
    dispatchEvent(new Event('pagehide'))
    dispatchEvent(new Event('pageshow'))
    autofill.stop()
    expect(reports()).toEqual([])
  })
})

test('a report that fails changes nothing', async () => {
  page.server.answers.set('POST /outcome', new Error('offline'))
  expect(await newClient().signIn()).toEqual({ home: '/home' })
  expect(reports()).toHaveLength(1)
})

test.each([
  [undefined, '/passkeys/outcome'],
  ['/auth/', '/auth/outcome'],
])('below %s it is a beacon of JSON to %s', async (basePath, url) => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
    const path = String(address).replace(/^\/(passkeys|auth)/, '')
    const route = { group: 'public', method: 'POST', path } as const
    return Response.json(await page.server.transport({ route, body: JSON.parse(String(init?.body)) }))
  })
  await reportOutcomes(createSignInClient<unknown>, basePath === undefined ? {} : { basePath }).signIn()
  const [sentTo, blob] = beacon.mock.calls[0] ?? []
  expect(sentTo).toBe(url)
  const body = blob as Blob
  expect(body.type).toBe('application/json')
  expect(JSON.parse(await body.text())).toMatchObject({ code: 'succeeded', mode: 'modal' })
})

test.each([{ basePath: 'https://other.example' }, { basepath: '/x' }])('a wrong option is a TypeError: %o', (wrong) => {
  expect(() => reportOutcomes(createPasskeyClient, wrong)).toThrow(TypeError)
})

test('every code of the page can be reported', async () => {
  const { default: source } = await import('../src/errors.ts?raw')
  const codes = [...source.matchAll(/^ {2}(\w+): '/gm)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(10)
  expect(outcomeCodes).toEqual(expect.arrayContaining(codes))
})
