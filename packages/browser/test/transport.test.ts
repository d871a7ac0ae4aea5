import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from 'vitest'
import { createPasskeyClient } from '../src/index.js'
import { addVirtualAuthenticator, removeVirtualAuthenticators } from './virtual-authenticator.js'

let fetched: Mock<typeof fetch>

/** What the page's server answers next. */
function answers(body: unknown, status = 200): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), { status, headers: { 'content-type': type } }))
}

function lastRequest() {
  const [address, { method, credentials, headers, body } = {}] = fetched.mock.lastCall ?? []
  return { address, method, credentials, headers, body: typeof body === 'string' ? JSON.parse(body) : body }
}

const client = createPasskeyClient({ basePath: '/passkeys' })
const passkey = { id: 'a/b?c', name: 'Laptop' }
const signals = { rpId: 'localhost' }

beforeEach(() => {
  fetched = vi.spyOn(globalThis, 'fetch')
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('each verb calls its route', () => {
  test('list', async () => {
    answers({ passkeys: [passkey], signals })
    expect(await client.list()).toEqual([passkey])
    expect(lastRequest()).toMatchObject({ method: 'GET', address: '/passkeys/', body: null })
  })

  test('rename, with the id as one segment of the path', async () => {
    answers({ passkey, signals })
    expect(await client.rename('a/b?c', 'Laptop')).toEqual(passkey)
    expect(lastRequest()).toMatchObject({
      method: 'PATCH',
      address: '/passkeys/a%2Fb%3Fc',
      body: { name: 'Laptop' },
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
    })
  })

  test('remove', async () => {
    answers({ signals })
    expect(await client.remove('$&')).toBeUndefined()
    expect(lastRequest()).toMatchObject({ method: 'DELETE', address: '/passkeys/%24%26' })
  })

  test('config, of an organization and without', async () => {
    const config = { rpId: 'localhost', mode: 'optional', flow: 'smart', signInUi: 'both' }
    answers(config)
    expect(await client.config()).toEqual(config)
    expect(lastRequest()).toMatchObject({ method: 'GET', address: '/passkeys/config' })
    answers(config)
    await client.config('a&b')
    expect(lastRequest().address).toBe('/passkeys/config?organizationId=a%26b')
  })

  test('prompt, with what this device can do', async () => {
    await addVirtualAuthenticator()
    const prompt = { prompt: 'offer', reason: 'due', skippable: true, never: false }
    answers(prompt)
    expect(await client.prompt()).toEqual(prompt)
    expect(lastRequest()).toMatchObject({
      method: 'GET',
      address: '/passkeys/prompt?on=sign-in&webauthn=true&platformAuthenticator=true&conditionalCreate=true',
    })
    await removeVirtualAuthenticators()
  })

  test('answerPrompt', async () => {
    const prompt = { prompt: 'none', reason: 'declined_recently', skippable: true, never: false }
    answers(prompt)
    expect(await client.answerPrompt('not-now')).toEqual(prompt)
    expect(lastRequest()).toMatchObject({ method: 'POST', address: '/passkeys/prompt', body: { answer: 'not-now' } })
  })

  test.each(['/', ''])('below the root of the origin, written "%s"', async (basePath) => {
    answers({ passkeys: [], signals })
    await createPasskeyClient({ basePath }).list()
    expect(lastRequest().address).toBe('/')
  })
})

describe('a refusal', () => {
  test('has the code and the title of the problem', async () => {
    const problem = { type: 'about:blank', title: 'Please sign in first.', status: 401, code: 'not_signed_in' }
    answers(problem, 401)
    await expect(client.list()).rejects.toMatchObject({
      name: 'PasskeyClientError',
      code: 'not_signed_in',
      message: 'Please sign in first.',
      cause: problem,
    })
  })

  test.each([
    ['has no code', { title: 'Teapot', status: 418 }],
    ['has a code that is none', { code: 'Not A Code' }],
    ['is no object', 'Bad gateway'],
    ['is null', null],
  ])('that %s → network', async (_, body) => {
    answers(body, 502)
    await expect(client.list()).rejects.toMatchObject({ code: 'network', message: 'The server cannot be reached.' })
  })
})

describe('an answer', () => {
  test('that never comes → network', async () => {
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    await expect(client.list()).rejects.toMatchObject({ code: 'network', cause: { message: 'Failed to fetch' } })
  })

  test('that is not JSON → network, where JSON is needed', async () => {
    fetched.mockResolvedValueOnce(new Response('<!doctype html>'))
    await expect(client.list()).rejects.toMatchObject({ code: 'network' })
  })
})

describe('the answer of the host to a sign-in', () => {
  beforeEach(async () => {
    await addVirtualAuthenticator()
    answers(enrollment())
    answers({ passkey, signals }, 201)
    await client.enroll()
    answers({ ceremony: 'c', options: { challenge: 'AAECAwQFBgcICQoLDA0ODw', rpId: 'localhost', timeout: 10_000 } })
  })

  afterEach(removeVirtualAuthenticators)

  test.each([
    ['nothing', new Response(null, { status: 204 }), undefined],
    ['a page', new Response('<p>Welcome'), undefined],
    ['JSON', Response.json({ home: '/' }), { home: '/' }],
  ])('may be %s', async (_, answer, result) => {
    fetched.mockResolvedValueOnce(answer)
    expect(await client.signIn()).toEqual(result)
  })

  test('may come late, and not be waited for → aborted', async () => {
    const stop = new AbortController()
    fetched.mockImplementationOnce((_, options) => {
      stop.abort()
      return Promise.reject(options?.signal?.reason)
    })
    await expect(client.signIn({ signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' })
  })
})

function enrollment() {
  return {
    ceremony: 'c',
    options: {
      rp: { id: 'localhost', name: 'Test' },
      user: { id: 'AAECAwQFBgcICQoLDA0ODw', name: 'ada', displayName: 'Ada' },
      challenge: 'AAECAwQFBgcICQoLDA0ODw',
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      timeout: 10_000,
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true },
    },
  }
}
