import { PasskeyClientError } from '@latchkey/browser'
import { definePasskeyElements } from '@latchkey/elements'
import { languages } from '@latchkey/elements/languages'
import { afterEach, vi } from 'vitest'

const never = () => new Promise<never>(() => undefined)

/** A client of which each test replaces the methods that it needs. The others never settle. */
export const fakeClient = () => ({
  signIn: vi.fn<() => Promise<unknown>>(never),
  autofill: vi.fn(() => ({ stop: vi.fn() })),
  list: vi.fn<() => Promise<unknown>>(never),
  signal: vi.fn(async () => undefined),
  enroll: vi.fn<() => Promise<unknown>>(never),
  requestOtp: vi.fn(async () => ({ expiresAt: 0 })),
  rename: vi.fn<() => Promise<unknown>>(never),
  remove: vi.fn<() => Promise<unknown>>(never),
  prompt: vi.fn<() => Promise<unknown>>(never),
  promptShown: vi.fn(async () => undefined),
  answerPrompt: vi.fn<() => Promise<unknown>>(never),
})

export type FakeClient = ReturnType<typeof fakeClient>

definePasskeyElements({ client: Object(fakeClient()), languages })

afterEach(() => {
  document.body.replaceChildren()
  document.documentElement.lang = 'en'
})

type TagName = 'passkey-sign-in' | 'passkey-list' | 'passkey-prompt'

/** An element of the page, with this client. */
export function mount<Name extends TagName>(
  name: Name,
  client: FakeClient,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  element.client = Object(client)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  document.body.append(element)
  return element
}

/** An element in the shadow root, by its part. */
export function partOf(element: HTMLElement, part: string): HTMLElement {
  const found = findPart(element, part)
  if (!found) throw new Error(`There is no part ${part}.`)
  return found
}

export function findPart(element: HTMLElement, part: string): HTMLElement | null {
  return element.shadowRoot?.querySelector(`[part~="${part}"]`) ?? null
}

export const messageOf = (element: HTMLElement) => partOf(element, 'message').textContent

/** The details of the events of one name that reach the page. */
export function eventsOf(element: HTMLElement, name: string): unknown[] {
  const details: unknown[] = []
  element.addEventListener(name, (event) => details.push(Object(event).detail))
  return details
}

export const refused = new PasskeyClientError('too_many_tries', { message: 'Too many tries. Please wait a moment.' })
export const cancelled = new PasskeyClientError('cancelled')
