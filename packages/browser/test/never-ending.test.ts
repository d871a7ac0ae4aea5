import { describe, expect, test, vi } from 'vitest'
import type { PasskeyClient, Transport } from '../src/index.js'
import { usePage } from './page.js'

const page = usePage()

const verbs = [
  ['signIn', 'get', (client: PasskeyClient, signal?: AbortSignal) => client.signIn({ ...(signal && { signal }) })],
  ['enroll', 'create', (client: PasskeyClient, signal?: AbortSignal) => client.enroll({ ...(signal && { signal }) })],
  [
    'signUp',
    'create',
    (client: PasskeyClient, signal?: AbortSignal) => client.signUp({ profile: {}, ...(signal && { signal }) }),
  ],
] as const

/** A browser, or an extension in its place, that never answers, whatever happens to the signal and the time. */
function neverAnswers(method: 'get' | 'create') {
  return vi.spyOn(navigator.credentials, method).mockReturnValue(new Promise(() => {}))
}

describe.each(verbs)('%s that is never answered', (_, method, begin) => {
  test('by an extension ends when its signal aborts', async () => {
    const asked = neverAnswers(method)
    const stop = new AbortController()
    const ended = expect(begin(page.newClient(), stop.signal)).rejects.toMatchObject({ code: 'aborted', cause: 'left' })
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    stop.abort('left')
    await ended
  })

  test('by an extension ends when its signal runs out of time', async () => {
    neverAnswers(method)
    await expect(begin(page.newClient(), AbortSignal.timeout(100))).rejects.toMatchObject({ code: 'timed_out' })
  })

  test('by an extension ends soon after the time of the ceremony, and the request is withdrawn', async () => {
    const asked = neverAnswers(method)
    page.server.options = { timeout: 200 }
    await expect(begin(page.newClient())).rejects.toMatchObject({ code: 'timed_out' })
    expect(asked.mock.calls[0]?.[0]?.signal?.aborted).toBe(true)
  })

  test('by the server ends when its signal aborts', async () => {
    const stop = new AbortController()
    const hanging: Transport = () => {
      setTimeout(() => stop.abort())
      return new Promise(() => {})
    }
    await expect(begin(page.newClient(hanging), stop.signal)).rejects.toMatchObject({ code: 'aborted' })
  })

  test('lets the next ceremony of the page run', async () => {
    const asked = neverAnswers(method)
    const first = expect(begin(page.newClient())).rejects.toMatchObject({ code: 'aborted' })
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    vi.restoreAllMocks()
    await page.newClient().enroll()
    await first
  })
})

test('an answer that comes after the time of the ceremony signs no user in', async () => {
  await page.newClient().enroll()
  const get = navigator.credentials.get.bind(navigator.credentials)
  let answer = () => {}
  const late = new Promise<void>((resolve) => {
    answer = resolve
  })
  vi.spyOn(navigator.credentials, 'get').mockImplementation(async (options) => {
    const credential = await get(options)
    await late
    return credential
  })
  page.server.options = { timeout: 200 }
  await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'timed_out' })
  answer()
  await late
  expect(page.server.sentTo('POST /sign-in/finish')).toEqual([])
})
