import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPasskeyClient } from '../src/index.js'
import { createFakeServer, type FakeServer } from './fake-server.js'
import { addVirtualAuthenticator, removeVirtualAuthenticators } from './virtual-authenticator.js'

let server: FakeServer

const newClient = () => createPasskeyClient({ transport: server.transport })

beforeEach(async () => {
  await addVirtualAuthenticator()
  server = createFakeServer()
  await newClient().enroll()
  server.requests.length = 0
})

afterEach(removeVirtualAuthenticators)

describe('a signed-in user answers with a passkey', () => {
  test.each([
    ['second-factor', () => newClient().secondFactor({ organizationId: 'acme' })],
    ['step-up', () => newClient().stepUp({ organizationId: 'acme' })],
  ] as const)('%s: begins, asks and hands the response in', async (name, run) => {
    expect(await run()).toEqual({ done: true })
    expect(server.sentTo(`POST /${name}/begin`)[0]?.body).toEqual({ organizationId: 'acme' })
    expect(server.sentTo(`POST /${name}/finish`)[0]?.body).toEqual({
      ceremony: server.ceremonies.at(-1),
      response: expect.objectContaining({ type: 'public-key' }),
    })
  })

  test('confirm: shows and hands in what the server says, not what the page sent', async () => {
    const shown: unknown[] = []
    const review = (payload: unknown) => void shown.push(payload)
    expect(await newClient().confirm({ payload: { amount: 2 }, review })).toEqual({ done: true })
    expect(server.sentTo('POST /confirm/begin')[0]?.body).toEqual({ payload: { amount: 2 } })
    expect(shown).toEqual([{ amount: 1 }])
    expect(server.sentTo('POST /confirm/finish')[0]?.body).toMatchObject({ payload: { amount: 1 } })
  })

  test('confirm: nothing is confirmed if the review rejects', async () => {
    const review = () => Promise.reject(new Error('declined'))
    await expect(newClient().confirm({ payload: 1, review })).rejects.toThrow()
    expect(server.sentTo('POST /confirm/finish')).toEqual([])
  })
})
