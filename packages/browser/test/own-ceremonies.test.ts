import { describe, expect, test } from 'vitest'
import { usePage } from './page.js'

const page = usePage({ enrolled: true })

describe('a signed-in user answers with a passkey', () => {
  test.each([
    ['second-factor', () => page.newClient().secondFactor({ organizationId: 'acme' })],
    ['step-up', () => page.newClient().stepUp({ organizationId: 'acme' })],
  ] as const)('%s: begins, asks and hands the response in', async (name, run) => {
    expect(await run()).toEqual({ done: true })
    expect(page.server.sentTo(`POST /${name}/begin`)[0]?.body).toEqual({ organizationId: 'acme' })
    expect(page.server.sentTo(`POST /${name}/finish`)[0]?.body).toEqual({
      ceremony: page.server.ceremonies.at(-1),
      response: expect.objectContaining({ type: 'public-key' }),
    })
  })

  test('confirm: shows and hands in what the server says, not what the page sent', async () => {
    const shown: unknown[] = []
    const review = (payload: unknown) => void shown.push(payload)
    expect(await page.newClient().confirm({ payload: { amount: 2 }, review })).toEqual({ done: true })
    expect(page.server.sentTo('POST /confirm/begin')[0]?.body).toEqual({ payload: { amount: 2 } })
    expect(shown).toEqual([{ amount: 1 }])
    expect(page.server.sentTo('POST /confirm/finish')[0]?.body).toMatchObject({ payload: { amount: 1 } })
  })

  test('confirm: nothing is confirmed if the review rejects', async () => {
    const review = () => Promise.reject(new Error('declined'))
    await expect(page.newClient().confirm({ payload: 1, review })).rejects.toThrow()
    expect(page.server.sentTo('POST /confirm/finish')).toEqual([])
  })
})
