import { errorTable } from '@latchkey/wire'
import { expect, test, vi } from 'vitest'
import { createApp, createBrowser } from './app.js'

const clientAddress = (request: Request) => request.headers.get('x-real-ip')

test('500 begun sign-ins from one address end in 429, with when to come back; another address is served', async () => {
  const app = createApp({ clientAddress })
  const browser = createBrowser(app.handle)
  const begin = (address: string) => browser.call('POST', '/sign-in/begin', {}, { 'x-real-ip': address })
  const statuses: number[] = []
  for (let call = 0; call < 500; call++) statuses.push((await begin('203.0.113.7')).status)
  expect(statuses[0]).toBe(200)

  const response = await begin('203.0.113.7')
  expect(response.status).toBe(429)
  expect(response.body).toMatchObject({ code: 'too_many_tries', title: errorTable.too_many_tries.message })
  const retryAfter = Number(response.headers.get('retry-after'))
  expect(retryAfter).toBeGreaterThanOrEqual(1)
  expect(retryAfter).toBeLessThanOrEqual(60)
  expect(response.headers.get('ratelimit-policy')).toBe('"signInBegin";q=300;w=60')
  expect(response.headers.get('ratelimit')).toBe(`"signInBegin";r=0;t=${retryAfter}`)
  expect((await begin('203.0.113.8')).status).toBe(200)
})

test('a refusal for another reason has no headers of a limit', async () => {
  const browser = createBrowser(createApp({ clientAddress }).handle)
  const response = await browser.call('POST', '/sign-in/begin', { identifier: 7 }, { 'x-real-ip': '203.0.113.7' })
  expect(response.status).toBe(400)
  expect([...response.headers.keys()].filter((name) => /ratelimit|retry-after/.test(name))).toEqual([])
})

test('a list of addresses is refused: the client has written its first part', async () => {
  const browser = createBrowser(createApp({ clientAddress }).handle)
  const begun = browser.call('POST', '/sign-in/begin', {}, { 'x-real-ip': '203.0.113.7, 198.51.100.1' })
  await expect(begun).rejects.toThrow(/clientAddress .* return one address/)
})

test.each([
  ['without clientAddress, a line at start-up says that nothing is limited', undefined, ['public'], 1],
  ['with one, there is no line', () => undefined, ['public'], 0],
  ['without public routes, there is no line', undefined, ['self'], 0],
] as const)('%s', (_, given, serve, lines) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  createApp({ clientAddress: given, serve })
  expect(warn.mock.calls).toEqual(Array(lines).fill([expect.stringContaining('clientAddress: (request, native) =>')]))
  warn.mockRestore()
})
