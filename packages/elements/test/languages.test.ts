import { PasskeyClientError } from '@latchkey/browser'
import { definePasskeyElements, type Texts } from '@latchkey/elements'
import { en, languages } from '@latchkey/elements/languages'
import { describe, expect, test, vi } from 'vitest'
import { fakeClient, messageOf, mount, partOf } from './mount.js'

/** The places of a text, such as `prompts.due.title`, with what is replaced in it. */
function placesOf(texts: object, path = ''): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, readonly string[]>()
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text === 'string') places.set(path + name, (text.match(/\{\w+\}/g) ?? []).sort())
    else for (const [place, replaced] of placesOf(text, `${path}${name}.`)) places.set(place, replaced)
  }
  return places
}

const withoutPlurals = (texts: Texts) => [...placesOf({ ...texts, used: {}, errors: {} })]

describe.each(Object.entries(languages))('the language %s', (tag, texts) => {
  test('has every text, with the same placeholders', () => {
    expect(withoutPlurals(texts)).toEqual(withoutPlurals(en))
    expect([...placesOf(texts)].filter(([, replaced]) => replaced.length > 1)).toEqual([])
    expect(JSON.stringify(texts)).not.toContain('""')
  })

  test('has a text for every plural of its own', () => {
    const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions()
    expect(pluralCategories).toEqual(expect.arrayContaining(Object.keys(texts.used)))
  })

  test('names the failures that a user can see', () => {
    const named = Object.keys(languages.de?.errors ?? {})
    expect(named).toContain('failed')
    // In English the client's own messages are shown.
    expect(Object.keys(texts.errors)).toEqual(tag === 'en' ? [] : named)
  })
})

const labelOf = (element: HTMLElement) => partOf(element, 'sign-in').textContent

describe('the language of an element', () => {
  test.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-at', 'de'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['zh-Hant-TW', 'en'],
    ['constructor', 'en'],
    ['not a language!', 'en'],
    ['', 'en'],
  ])('is, for the page’s %j, %s', (lang, expected) => {
    document.documentElement.lang = lang
    const element = mount('passkey-sign-in', fakeClient())
    expect(labelOf(element)).toBe(languages[expected]?.signIn)
    expect(partOf(element, 'base').lang.slice(0, 2)).toBe(expected.slice(0, 2))
  })

  test('is that of what is nearest around it', () => {
    document.documentElement.lang = 'fr'
    expect(labelOf(mount('passkey-sign-in', fakeClient(), { lang: 'ja' }))).toBe(languages.ja?.signIn)
  })

  test('reaches into a shadow root', () => {
    const host = document.body.appendChild(Object.assign(document.createElement('div'), { lang: 'es' }))
    const element = mount('passkey-sign-in', fakeClient())
    host.attachShadow({ mode: 'open' }).append(element)
    expect(labelOf(element)).toBe(languages.es?.signIn)
  })

  test('changes with the page', async () => {
    const element = mount('passkey-sign-in', fakeClient())
    document.documentElement.lang = 'de'
    await vi.waitFor(() => expect(labelOf(element)).toBe(languages.de?.signIn))
    element.lang = 'fr'
    expect(labelOf(element)).toBe(languages.fr?.signIn)
  })

  test.each([
    ['too_many_tries', 'Zu viele Versuche. Bitte warten Sie einen Moment.'],
    ['origin_mismatch', 'Die Passkey-Anfrage ist fehlgeschlagen.'],
  ] as const)('is also that of failures: %s', async (code, text) => {
    const client = fakeClient()
    client.signIn.mockRejectedValue(new PasskeyClientError(code))
    const element = mount('passkey-sign-in', client, { lang: 'de' })
    partOf(element, 'sign-in').click()
    await vi.waitFor(() => expect(messageOf(element)).toBe(text))
  })

  test('writes dates and numbers as the page’s region does', async () => {
    const client = fakeClient()
    const passkey = {
      id: 'a',
      name: 'A',
      createdAt: Date.UTC(2026, 0, 12, 12),
      signInCount: 1200,
      lastUsedAt: Date.UTC(2026, 0, 12, 12),
    }
    client.list.mockResolvedValue([{ ...passkey, synced: true, removable: true }])
    const element = mount('passkey-list', client, { lang: 'de-AT' })
    await vi.waitFor(() => expect(partOf(element, 'item').textContent).toContain('Hinzugefügt am 12. Jänner 2026'))
    expect(partOf(element, 'item').textContent).toContain(
      '1200-mal verwendet'.replace('1200', (1200).toLocaleString('de-AT')),
    )
  })
})

describe('an app’s own texts', () => {
  test('replace those of one element, and the rest stays', async () => {
    const client = fakeClient()
    client.signIn.mockRejectedValue(new PasskeyClientError('network'))
    const element = mount('passkey-sign-in', client)
    element.texts = { signIn: 'Use your passkey', errors: { network: 'You are offline.' } }
    expect(labelOf(element)).toBe('Use your passkey')
    partOf(element, 'sign-in').click()
    await vi.waitFor(() => expect(messageOf(element)).toBe('You are offline.'))
  })

  test('properties that a page set before the element was known are not lost', () => {
    const name = 'passkey-sign-in'
    const element = document.body.appendChild(document.createElement('div'))
    const early = new DOMParser().parseFromString(`<${name}></${name}>`, 'text/html').querySelector(name)
    if (!early) throw new Error('There is no element.')
    const client = fakeClient()
    Object.assign(early, { client, texts: { signIn: 'Early' } })
    element.append(early)
    expect(labelOf(early)).toBe('Early')
    expect(early.client).toBe(client)
  })
})

test.each([
  ['nothing', undefined],
  ['no client', {}],
  ['a function', { client: () => undefined }],
  ['an unknown option', { client: {}, basePath: '/passkeys' }],
])('elements cannot be defined with %s', (_, options) => {
  expect(() => definePasskeyElements(options as never)).toThrow(TypeError)
})

test('defining them again does nothing', () => {
  expect(() => definePasskeyElements({ client: Object(fakeClient()) })).not.toThrow()
})
