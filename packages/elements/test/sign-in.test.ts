import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { cancelled, eventsOf, fakeClient, messageOf, mount, partOf, refused } from './mount.js'

test('the button signs in, and the page gets the response of the app', async () => {
  const client = fakeClient()
  client.signIn.mockResolvedValue({ home: '/home' })
  const element = mount('passkey-sign-in', client, { 'organization-id': 'acme' })
  const signedIn = eventsOf(document.body, 'passkey-signed-in')
  await userEvent.click(partOf(element, 'sign-in'))
  await vi.waitFor(() => expect(signedIn).toEqual([{ response: { home: '/home' } }]))
  expect(client.signIn).toHaveBeenCalledExactlyOnceWith({ organizationId: 'acme', signal: expect.any(AbortSignal) })
  expect(messageOf(element)).toBe('')
})

test('is busy meanwhile: a second press does nothing', async () => {
  const client = fakeClient()
  const element = mount('passkey-sign-in', client)
  const button = partOf(element, 'sign-in')
  button.click()
  button.click()
  expect(button.ariaBusy).toBe('true')
  expect(client.signIn).toHaveBeenCalledTimes(1)
})

test('shows why it failed, until the next press', async () => {
  const client = fakeClient()
  client.signIn.mockRejectedValueOnce(refused)
  const element = mount('passkey-sign-in', client)
  const errors = eventsOf(document.body, 'passkey-error')
  partOf(element, 'sign-in').click()
  await vi.waitFor(() => expect(messageOf(element)).toBe('Too many tries. Please wait a moment.'))
  expect(partOf(element, 'message').role).toBe('status')
  expect(errors).toEqual([{ error: refused }])
  partOf(element, 'sign-in').click()
  expect(messageOf(element)).toBe('')
})

test('a page that shows the failure itself prevents the default', async () => {
  const client = fakeClient()
  client.signIn.mockRejectedValue(refused)
  const element = mount('passkey-sign-in', client)
  element.addEventListener('passkey-error', (event) => event.preventDefault())
  const button = partOf(element, 'sign-in')
  button.click()
  await vi.waitFor(() => expect(button.ariaBusy).toBeNull())
  expect(messageOf(element)).toBe('')
})

test('a user who cancels sees nothing, and the page gets an event', async () => {
  const client = fakeClient()
  client.signIn.mockRejectedValue(cancelled)
  const element = mount('passkey-sign-in', client)
  const errors = eventsOf(element, 'passkey-error')
  partOf(element, 'sign-in').click()
  await vi.waitFor(() => expect(errors).toEqual([{ error: cancelled }]))
  expect(messageOf(element)).toBe('')
})

test('leaving the page closes the dialog, and reports nothing', async () => {
  const client = fakeClient()
  let signal: AbortSignal | undefined
  client.signIn.mockImplementation(((options: { readonly signal: AbortSignal }) => {
    signal = options.signal
    return new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(refused)))
  }) as never)
  const element = mount('passkey-sign-in', client)
  const errors = eventsOf(element, 'passkey-error')
  const button = partOf(element, 'sign-in')
  button.click()
  element.remove()
  await vi.waitFor(() => expect(button.ariaBusy).toBeNull())
  expect(signal?.aborted).toBe(true)
  expect(errors).toEqual([])
})

test('with autofill, passkeys are offered while the element is in the page, and failures are not shown', async () => {
  const client = fakeClient()
  const stop = vi.fn()
  client.autofill.mockReturnValue({ stop })
  const element = mount('passkey-sign-in', client, { autofill: '' })
  const [events] = client.autofill.mock.calls[0] as unknown as [Record<'onError' | 'onSignedIn', (it: unknown) => void>]
  const seen = [eventsOf(element, 'passkey-error'), eventsOf(element, 'passkey-signed-in')]
  events.onError(refused)
  events.onSignedIn('home')
  expect(seen).toEqual([[{ error: refused }], [{ response: 'home' }]])
  expect(messageOf(element)).toBe('')
  expect(stop).not.toHaveBeenCalled()
  element.remove()
  expect(stop).toHaveBeenCalledTimes(1)
})

test('without autofill, none is offered', () => {
  const client = fakeClient()
  mount('passkey-sign-in', client)
  expect(client.autofill).not.toHaveBeenCalled()
})

test.each([
  ['  ada ', { identifier: 'ada' }],
  ['', {}],
])('sends the identifier %j of the field that it names', async (value, sent) => {
  const client = fakeClient()
  const form = document.body.appendChild(document.createElement('form'))
  const input = form.appendChild(Object.assign(document.createElement('input'), { name: 'email', value }))
  const element = mount('passkey-sign-in', client, { 'identifier-field': 'email' })
  form.append(element)
  expect(input.form).toBe(element.form)
  partOf(element, 'sign-in').click()
  expect(client.signIn).toHaveBeenCalledExactlyOnceWith({ ...sent, signal: expect.any(AbortSignal) })
})

test('does not ask the browser while a required identifier is missing', () => {
  const client = fakeClient()
  const form = document.body.appendChild(document.createElement('form'))
  form.append(Object.assign(document.createElement('input'), { name: 'email', required: true }))
  const element = mount('passkey-sign-in', client, { 'identifier-field': 'email' })
  form.append(element)
  partOf(element, 'sign-in').click()
  expect(client.signIn).not.toHaveBeenCalled()
})

test('as a required part of a form, it is valid once the user has signed in, and is sent', async () => {
  const client = fakeClient()
  client.signIn.mockResolvedValue(undefined)
  const form = document.body.appendChild(document.createElement('form'))
  const element = mount('passkey-sign-in', client, { name: 'passkey', required: '' })
  form.append(element)
  expect([form.checkValidity(), element.validity.valueMissing]).toEqual([false, true])
  expect([...new FormData(form)]).toEqual([])
  partOf(element, 'sign-in').click()
  await vi.waitFor(() => expect(form.checkValidity()).toBe(true))
  expect([...new FormData(form)]).toEqual([['passkey', 'signed-in']])
})

test('is disabled with its fieldset', () => {
  const client = fakeClient()
  const fieldset = document.createElement('fieldset')
  const form = document.body.appendChild(document.createElement('form'))
  form.append(fieldset)
  const element = mount('passkey-sign-in', client)
  fieldset.append(element)
  fieldset.disabled = true
  expect(partOf(element, 'sign-in').matches(':disabled')).toBe(true)
  fieldset.disabled = false
  expect(partOf(element, 'sign-in').matches(':disabled')).toBe(false)
})

test('a reset of the form removes the message', async () => {
  const client = fakeClient()
  client.signIn.mockRejectedValue(refused)
  const form = document.body.appendChild(document.createElement('form'))
  const element = mount('passkey-sign-in', client)
  form.append(element)
  partOf(element, 'sign-in').click()
  await vi.waitFor(() => expect(messageOf(element)).not.toBe(''))
  form.reset()
  expect(messageOf(element)).toBe('')
})
