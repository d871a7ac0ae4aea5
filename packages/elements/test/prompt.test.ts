import { describe, expect, test, vi } from 'vitest'
import { eventsOf, fakeClient, findPart, messageOf, mount, partOf, refused } from './mount.js'

const offer = { prompt: 'offer', reason: 'due', skippable: true, never: true }

async function ask(prompt: object, attributes?: Readonly<Record<string, string>>) {
  const client = fakeClient()
  client.prompt.mockResolvedValue(prompt)
  const element = mount('passkey-prompt', client, attributes)
  const decisions = eventsOf(element, 'passkey-prompt')
  await vi.waitFor(() => expect(decisions).toEqual([{ prompt }]))
  return { client, element }
}

const choicesOf = (element: HTMLElement) =>
  [...(element.shadowRoot?.querySelectorAll('button') ?? [])].map((it) => it.textContent)

test('asks as the policy says, and reports once that the prompt is shown', async () => {
  const { client, element } = await ask(offer, { on: 'sign-up' })
  expect(client.prompt).toHaveBeenCalledExactlyOnceWith({ on: 'sign-up' })
  expect(partOf(element, 'title').textContent).toBe('Sign in without a password')
  expect(choicesOf(element)).toEqual(['Create a passkey', 'Not now', 'Don’t ask again'])
  await element.refresh()
  expect(client.promptShown).toHaveBeenCalledTimes(1)
})

test('shows nothing, and reports nothing, where the policy does not ask', async () => {
  const { client, element } = await ask({ prompt: 'none', reason: 'has_passkey', skippable: false, never: false })
  expect(findPart(element, 'card')).toBeNull()
  expect(element.getBoundingClientRect().height).toBe(0)
  expect(client.promptShown).not.toHaveBeenCalled()
})

test.each([
  ['mandatory', 'Create your passkey', ['Create a passkey']],
  ['upgrade', 'Sign in without your user name', ['Create a passkey']],
  ['limit_reached', 'Remove a passkey first', []],
  ['device_unsupported', 'Use another device', []],
  ['a reason of a later version', 'Sign in without a password', ['Create a passkey']],
  ['constructor', 'Sign in without a password', ['Create a passkey']],
])('%s: %s', async (reason, title, choices) => {
  const { element } = await ask({ prompt: 'require', reason, skippable: false, never: false })
  expect(partOf(element, 'title').textContent).toBe(title)
  expect(choicesOf(element)).toEqual(choices)
})

describe('the user', () => {
  test.each([
    ['due', {}],
    ['local_passkey', { attachment: 'platform' }],
  ])('creates a passkey (%s), and the question goes away', async (reason, sent) => {
    const { client, element } = await ask({ ...offer, reason }, { name: 'passkey' })
    client.enroll.mockResolvedValue({ id: 'new', name: 'Laptop' })
    const created = eventsOf(element, 'passkey-created')
    partOf(element, 'create').click()
    await vi.waitFor(() => expect(messageOf(element)).toBe('Added “Laptop”. You can now sign in with it.'))
    expect(client.enroll).toHaveBeenCalledExactlyOnceWith({ ...sent, signal: expect.any(AbortSignal) })
    expect(created).toEqual([{ passkey: { id: 'new', name: 'Laptop' } }])
    expect(findPart(element, 'card')).toBeNull()
  })

  test.each(['not-now', 'never'])('answers %s', async (answer) => {
    const { client, element } = await ask(offer)
    const prompt = { prompt: 'none', reason: 'declined_recently', skippable: false, never: false }
    client.answerPrompt.mockResolvedValue(prompt)
    const answered = eventsOf(element, 'passkey-answered')
    partOf(element, answer).click()
    await vi.waitFor(() => expect(answered).toEqual([{ answer, prompt }]))
    expect(client.answerPrompt).toHaveBeenCalledExactlyOnceWith(answer)
    expect(findPart(element, 'card')).toBeNull()
  })

  test('sees why it failed, and the question stays', async () => {
    const { client, element } = await ask(offer)
    client.answerPrompt.mockRejectedValue(refused)
    partOf(element, 'not-now').click()
    await vi.waitFor(() => expect(messageOf(element)).toBe(refused.message))
    expect(findPart(element, 'card')).not.toBeNull()
  })
})

test('a question that cannot be asked shows nothing', async () => {
  const client = fakeClient()
  client.prompt.mockRejectedValue(refused)
  const element = mount('passkey-prompt', client)
  const errors = eventsOf(element, 'passkey-error')
  await vi.waitFor(() => expect(errors).toEqual([{ error: refused }]))
  expect(messageOf(element)).toBe('')
})

test('an app writes its own title, as HTML', async () => {
  const { element } = await ask(offer)
  element.append(Object.assign(document.createElement('span'), { slot: 'title', textContent: 'Never type again' }))
  const slot = partOf(element, 'title').querySelector('slot')
  expect(slot?.assignedElements().map((it) => it.textContent)).toEqual(['Never type again'])
})
