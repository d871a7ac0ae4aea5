import { PasskeyClientError } from '@latchkey/browser'
import { useAutofill, usePasskeys, usePrompt, useSignIn } from '@latchkey/react'
import { Suspense, use, useState } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import docs from '../../../docs/browser.md?raw'
import { usePage } from '../../browser/test/page.js'
import { deferred, render, renderHook } from './render.js'
import { SignInPage } from './sign-in-page.js'
import signInPage from './sign-in-page.tsx?raw'

const cancelled = new PasskeyClientError('cancelled')
const refused = new PasskeyClientError('too_many_tries')

describe('useSignIn', () => {
  test('signs in, and is pending meanwhile', async () => {
    const answer = deferred<string>()
    const client = { signIn: vi.fn(() => answer.promise) }
    const onSignedIn = vi.fn()
    const { last } = renderHook(() => useSignIn(client, { onSignedIn }))
    await vi.waitFor(() => expect(last()).toMatchObject({ pending: false, error: undefined }))
    const done = last().signIn({ identifier: 'ada', organizationId: 'acme' })
    await vi.waitFor(() => expect(last().pending).toBe(true))
    answer.resolve('home')
    await done
    expect(onSignedIn).toHaveBeenCalledExactlyOnceWith('home')
    expect(client.signIn).toHaveBeenCalledExactlyOnceWith({
      identifier: 'ada',
      organizationId: 'acme',
      signal: expect.any(AbortSignal),
    })
    await vi.waitFor(() => expect(last()).toMatchObject({ pending: false, error: undefined }))
  })

  test('shows why it failed, until the next try', async () => {
    const client = { signIn: vi.fn().mockRejectedValueOnce(refused).mockResolvedValueOnce('home') }
    const { last } = renderHook(() => useSignIn(client, { onSignedIn: vi.fn() }))
    await vi.waitFor(() => last())
    await last().signIn()
    await vi.waitFor(() => expect(last()).toMatchObject({ pending: false, error: refused }))
    await last().signIn()
    await vi.waitFor(() => expect(last().error).toBeUndefined())
  })

  test.each(['cancelled', 'aborted'] as const)('%s is no error', async (code) => {
    const client = { signIn: vi.fn().mockRejectedValue(new PasskeyClientError(code)) }
    const { last } = renderHook(() => useSignIn(client, { onSignedIn: vi.fn() }))
    await vi.waitFor(() => last())
    await last().signIn()
    await vi.waitFor(() => expect(last()).toMatchObject({ pending: false, error: undefined }))
  })

  test('a second press aborts the first; only the last one counts', async () => {
    const signals: AbortSignal[] = []
    const first = deferred<string>()
    const signIn = ({ signal }: { readonly signal?: AbortSignal } = {}) => {
      if (signal) signals.push(signal)
      return signals.length === 1 ? first.promise : Promise.resolve('second')
    }
    const onSignedIn = vi.fn()
    const { last } = renderHook(() => useSignIn({ signIn }, { onSignedIn }))
    await vi.waitFor(() => last())
    const both = [last().signIn(), last().signIn()]
    first.resolve('first')
    await Promise.all(both)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
    expect(onSignedIn).toHaveBeenCalledExactlyOnceWith('second')
  })

  test('unmounting closes the dialog, and nothing is called afterwards', async () => {
    const answer = deferred<string>()
    const client = { signIn: vi.fn(() => answer.promise) }
    const onSignedIn = vi.fn()
    const { last, unmount } = renderHook(() => useSignIn(client, { onSignedIn }))
    await vi.waitFor(() => last())
    const done = last().signIn()
    unmount()
    answer.resolve('home')
    await done
    const [given] = client.signIn.mock.calls[0] as unknown as [{ readonly signal: AbortSignal }]
    expect(given.signal.aborted).toBe(true)
    expect(onSignedIn).not.toHaveBeenCalled()
  })

  test('the function of the last render is called, and signIn stays the same', async () => {
    const client = { signIn: vi.fn().mockResolvedValue('home') }
    const calls: number[] = []
    const seen = new Set<unknown>()
    let next = () => undefined as undefined
    let rendered = 0
    const { last } = renderHook(() => {
      const [render, setRender] = useState(1)
      next = () => void setRender((it) => it + 1)
      rendered = render
      const hook = useSignIn(client, { onSignedIn: () => calls.push(render) })
      seen.add(hook.signIn)
      return hook
    })
    await vi.waitFor(() => last())
    const before = seen.size
    next()
    await vi.waitFor(() => expect(rendered).toBe(2))
    await last().signIn()
    expect(calls).toEqual([2])
    expect(seen.size).toBe(before)
  })
})

describe('useAutofill', () => {
  function autofilling() {
    const stop = vi.fn()
    return { stop, client: { autofill: vi.fn((_: object) => ({ stop })) } }
  }

  test('one offer is open while the component is mounted, however often React mounts it', async () => {
    const { client, stop } = autofilling()
    const { unmount } = renderHook(() => useAutofill(client, { onSignedIn: vi.fn(), organizationId: 'acme' }) ?? null)
    await vi.waitFor(() => expect(client.autofill.mock.calls.length - stop.mock.calls.length).toBe(1))
    expect(client.autofill.mock.calls[0]?.[0]).toMatchObject({ organizationId: 'acme' })
    unmount()
    await vi.waitFor(() => expect(stop).toHaveBeenCalledTimes(client.autofill.mock.calls.length))
  })

  test('is not offered where it is not enabled', async () => {
    const { client } = autofilling()
    const { place } = render(<Disabled client={client} />)
    await vi.waitFor(() => expect(place.textContent).toBe('rendered'))
    expect(client.autofill).not.toHaveBeenCalled()
  })
})

function Disabled({ client }: { readonly client: Parameters<typeof useAutofill>[0] }) {
  useAutofill(client, { onSignedIn: vi.fn(), enabled: false })
  return 'rendered'
}

const passkey = { id: 'a', name: 'Laptop' } as never

describe('usePasskeys', () => {
  const managing = () => ({
    list: vi.fn().mockResolvedValue([passkey]),
    enroll: vi.fn().mockResolvedValue(passkey),
    rename: vi.fn().mockResolvedValue(passkey),
    remove: vi.fn().mockResolvedValue(undefined),
  })

  test('reads the list, and reads it again after each change', async () => {
    const client = managing()
    const { last } = renderHook(() => usePasskeys(client))
    await vi.waitFor(() => expect(last()).toMatchObject({ passkeys: [passkey], pending: false }))
    const reads = client.list.mock.calls.length
    expect(await last().rename('a', 'Phone')).toBe(true)
    expect(await last().remove('a')).toBe(true)
    expect(await last().enroll({ name: 'Key' })).toBe(true)
    expect(client.list).toHaveBeenCalledTimes(reads + 3)
    expect(client.rename).toHaveBeenCalledExactlyOnceWith('a', 'Phone')
    expect(client.remove).toHaveBeenCalledExactlyOnceWith('a')
    expect(client.enroll).toHaveBeenCalledExactlyOnceWith({ name: 'Key', signal: expect.any(AbortSignal) })
  })

  test('shows why a change failed, and keeps the list; a user who cancels sees nothing', async () => {
    const client = managing()
    client.remove.mockRejectedValue(refused)
    client.enroll.mockRejectedValue(cancelled)
    const { last } = renderHook(() => usePasskeys(client))
    await vi.waitFor(() => expect(last().passkeys).toBeDefined())
    expect(await last().remove('a')).toBe(false)
    await vi.waitFor(() => expect(last()).toMatchObject({ error: refused, passkeys: [passkey] }))
    expect(await last().enroll()).toBe(false)
    await vi.waitFor(() => expect(last().error).toBeUndefined())
  })

  test('shows why the list cannot be read', async () => {
    const client = { ...managing(), list: vi.fn().mockRejectedValue(refused) }
    const { last } = renderHook(() => usePasskeys(client))
    await vi.waitFor(() => expect(last()).toMatchObject({ error: refused, passkeys: undefined, pending: false }))
  })
})

describe('usePrompt', () => {
  const prompting = (prompt: string) => ({
    prompt: vi.fn().mockResolvedValue({ prompt }),
    promptShown: vi.fn().mockResolvedValue(undefined),
    answerPrompt: vi.fn().mockResolvedValue({ prompt: 'none' }),
    enroll: vi.fn().mockResolvedValue(passkey),
  })

  test('asks the server, reports once that the prompt is shown, and records the answer', async () => {
    const client = prompting('offer')
    const { last } = renderHook(() => usePrompt(client, { on: 'sign-up' }))
    await vi.waitFor(() => expect(last()).toMatchObject({ prompt: { prompt: 'offer' }, pending: false }))
    expect(client.prompt).toHaveBeenCalledWith({ on: 'sign-up' })
    expect(await last().answer('not-now')).toBe(true)
    await vi.waitFor(() => expect(last().prompt).toEqual({ prompt: 'none' }))
    expect(client.promptShown).toHaveBeenCalledTimes(1)
  })

  test('creates the passkey', async () => {
    const client = prompting('require')
    const { last } = renderHook(() => usePrompt(client))
    await vi.waitFor(() => expect(last().prompt).toBeDefined())
    expect(await last().enroll()).toBe(true)
    await vi.waitFor(() => expect(last().passkey).toBe(passkey))
  })

  test('where there is no prompt, none is reported', async () => {
    const client = prompting('none')
    const { last } = renderHook(() => usePrompt(client))
    await vi.waitFor(() => expect(last().prompt).toEqual({ prompt: 'none' }))
    expect(client.promptShown).not.toHaveBeenCalled()
  })
})

test('a component that suspends beside a hook loses nothing', async () => {
  const later = deferred<string>()
  const client = { signIn: vi.fn().mockRejectedValue(refused) }
  function Slow() {
    return <p>{use(later.promise)}</p>
  }
  function Page() {
    const [slow, setSlow] = useState(false)
    const { signIn, error } = useSignIn(client, { onSignedIn: vi.fn() })
    return (
      <>
        <button type="button" onClick={() => signIn().then(() => setSlow(true))}>
          Sign in
        </button>
        <output>{error?.code}</output>
        <Suspense fallback={<p>waiting</p>}>{slow && <Slow />}</Suspense>
      </>
    )
  }
  const { place } = render(<Page />)
  await vi.waitFor(() => expect(place.querySelector('button')).not.toBeNull())
  await userEvent.click(place.querySelector('button') as Element)
  await vi.waitFor(() => expect(place.textContent).toContain('waiting'))
  later.resolve('there')
  await vi.waitFor(() => expect(place.textContent).toContain('there'))
  expect(place.querySelector('output')?.textContent).toBe('too_many_tries')
})

describe('the page of docs/browser.md', () => {
  const page = usePage({ enrolled: true })

  test('is this file', () => {
    expect(docs).toContain(`\`\`\`tsx\n${signInPage}\`\`\``)
  })

  test('signs in with the button, by autofill, and says what is wrong', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
      const route = { group: 'public', method: 'POST', path: String(address).replace('/passkeys', '') } as const
      const body = JSON.parse(String(init?.body))
      return Response.json(await page.server.transport({ route, body }))
    })
    await page.authenticator.setPresence(false)
    const onSignedIn = vi.fn()
    const { place } = render(<SignInPage onSignedIn={onSignedIn} />)
    await vi.waitFor(() => expect(page.server.sentTo('POST /sign-in/begin').length).toBeGreaterThan(0))
    await page.authenticator.setPresence(true)
    await userEvent.click(place.querySelector('button') as Element)
    await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalled())
    expect(place.querySelector('output')?.textContent).toBe('')
  })
})
