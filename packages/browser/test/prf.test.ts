import { describe, expect, test, vi } from 'vitest'
import { createPrfClient, type PrfClient } from '../src/prf.js'
import { type Page, usePage } from './page.js'

const text = new TextEncoder().encode('a note')
const iv = new Uint8Array(12)

const encrypt = (key: CryptoKey) => crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text)
const decrypt = async (key: CryptoKey, secret: ArrayBuffer) =>
  new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, secret))

const clientOf = ({ server }: Page): PrfClient => createPrfClient({ transport: server.transport })

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('There is none.')
  return value
}

/** Everything that the page has sent, as text. */
const sent = ({ server }: Page) => JSON.stringify(server.requests.map(({ body }) => body))

describe('an authenticator that gives keys at once', () => {
  const page = usePage({ hasPrf: true })

  test('enroll, sign-in and deriveKey give the same key for the same salt', async () => {
    const client = clientOf(page)
    const enrolled = await client.enroll({ salt: 'notes', name: 'Laptop' })
    expect(enrolled).toMatchObject({ passkey: { id: 'new' }, enabled: true })
    expect(page.server.sentTo('POST /enroll/finish')[0]?.body).toMatchObject({ name: 'Laptop' })
    const secret = await encrypt(present(enrolled.key))
    const signedIn = await client.signIn({ salt: 'notes', organizationId: 'acme' })
    expect(signedIn).toMatchObject({ signedIn: { home: '/home' } })
    expect(page.server.sentTo('POST /sign-in/begin')[0]?.body).toEqual({ organizationId: 'acme' })
    expect(signedIn.passkeyId).toBe(page.server.credentialSentTo('POST /enroll/finish').id)
    expect(await decrypt(present(signedIn.key), secret)).toEqual(text)
    expect(await decrypt(await client.deriveKey('notes'), secret)).toEqual(text)
    const bytes = new TextEncoder().encode('notes')
    const again = await client.deriveKey(bytes, { passkeyId: signedIn.passkeyId })
    expect(await decrypt(again, secret)).toEqual(text)
  })

  test('another salt, and another passkey, gives another key', async () => {
    const client = clientOf(page)
    const secret = await encrypt(present((await client.enroll({ salt: 'notes' })).key))
    const other = await client.deriveKey('photos')
    await expect(decrypt(other, secret)).rejects.toThrow()
    const second = present((await client.enroll({ salt: 'notes' })).key)
    await expect(decrypt(second, secret)).rejects.toThrow()
  })

  test('the key is for AES-GCM with 256 bits, and its bytes cannot be read', async () => {
    const { key } = await clientOf(page).enroll({ salt: 'notes' })
    expect(key).toMatchObject({ extractable: false, algorithm: { name: 'AES-GCM', length: 256 } })
    expect(key?.usages).toEqual(['encrypt', 'decrypt'])
    await expect(crypto.subtle.exportKey('raw', present(key))).rejects.toThrow()
  })

  test('the results are not sent', async () => {
    const client = clientOf(page)
    await client.enroll({ salt: 'notes' })
    await client.signIn({ salt: 'notes' })
    expect(sent(page)).not.toMatch(/"(results|first)"/)
    expect(page.server.credentialSentTo('POST /enroll/finish').clientExtensionResults).toMatchObject({
      prf: { enabled: true },
    })
    expect(page.server.credentialSentTo('POST /sign-in/finish').clientExtensionResults).toEqual({ prf: {} })
  })

  test('deriveKey asks the server for its settings and for nothing else, and verifies the user', async () => {
    await clientOf(page).enroll({ salt: 'notes' })
    page.server.requests.length = 0
    const asked = vi.spyOn(navigator.credentials, 'get')
    await clientOf(page).deriveKey('notes')
    expect(page.server.requests.map(({ route }) => route.path)).toEqual(['/config'])
    expect(asked.mock.calls[0]?.[0]?.publicKey?.userVerification).toBe('required')
  })

  test('deriveKey with a passkey that is not there → cancelled', async () => {
    await clientOf(page).enroll({ salt: 'notes' })
    const derived = clientOf(page).deriveKey('notes', { passkeyId: 'AAAAAAAAAAAAAAAAAAAAAA' })
    await expect(derived).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('a browser without the JSON methods', async () => {
    const platform = PublicKeyCredential as unknown as Record<string, unknown>
    const { parseCreationOptionsFromJSON, parseRequestOptionsFromJSON } = platform
    Object.assign(platform, { parseCreationOptionsFromJSON: undefined, parseRequestOptionsFromJSON: undefined })
    try {
      const secret = await encrypt(present((await clientOf(page).enroll({ salt: 'notes' })).key))
      expect(await decrypt(await clientOf(page).deriveKey('notes'), secret)).toEqual(text)
    } finally {
      Object.assign(platform, { parseCreationOptionsFromJSON, parseRequestOptionsFromJSON })
    }
  })

  test.each([[''], [new Uint8Array()], [undefined], [7]])(
    'the salt %o is a TypeError, and the user is not asked',
    async (it) => {
      const salt = it as string
      await expect(clientOf(page).deriveKey(salt)).rejects.toThrow(TypeError)
      await expect(clientOf(page).signIn({ salt })).rejects.toThrow(TypeError)
      await expect(clientOf(page).enroll({ salt })).rejects.toThrow(TypeError)
      expect(page.server.requests).toEqual([])
    },
  )

  test('a browser that says it has no PRF is not asked for it', async () => {
    vi.spyOn(PublicKeyCredential, 'getClientCapabilities').mockResolvedValue({ 'extension:prf': false })
    const [create, get] = [vi.spyOn(navigator.credentials, 'create'), vi.spyOn(navigator.credentials, 'get')]
    expect(await clientOf(page).enroll({ salt: 'notes' })).toEqual({
      passkey: expect.objectContaining({ id: 'new' }),
      enabled: false,
    })
    expect(await clientOf(page).signIn({ salt: 'notes' })).not.toHaveProperty('key')
    expect(create.mock.calls[0]?.[0]?.publicKey?.extensions).not.toHaveProperty('prf')
    expect(get.mock.calls[0]?.[0]?.publicKey?.extensions ?? {}).not.toHaveProperty('prf')
    await expect(clientOf(page).deriveKey('notes')).rejects.toMatchObject({ code: 'not_supported' })
    expect(get).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['31 bytes', { prf: { results: { first: new ArrayBuffer(31) } } }],
    ['text', { prf: { results: { first: 'A'.repeat(43) } } }],
    ['null', { prf: { results: null } }],
    ['nothing', undefined],
  ])('a password manager that returns %s gives no key', async (_, results) => {
    await clientOf(page).enroll({ salt: 'notes' })
    const { prototype } = PublicKeyCredential
    vi.spyOn(prototype, 'getClientExtensionResults').mockReturnValue(results as never)
    expect(await clientOf(page).signIn({ salt: 'notes' })).not.toHaveProperty('key')
    await expect(clientOf(page).deriveKey('notes')).rejects.toMatchObject({ code: 'not_supported' })
  })
})

describe('an authenticator that gives keys only at later uses', () => {
  const page = usePage({ hasHmacSecret: true })

  test('enroll says that there are keys, and deriveKey gets one', async () => {
    const client = clientOf(page)
    const enrolled = await client.enroll({ salt: 'notes' })
    expect(enrolled).toMatchObject({ enabled: true })
    expect(enrolled).not.toHaveProperty('key')
    const secret = await encrypt(await client.deriveKey('notes'))
    expect(await decrypt(present((await client.signIn({ salt: 'notes' })).key), secret)).toEqual(text)
  })
})

describe('an authenticator without PRF', () => {
  const page = usePage()

  test('enrolls and signs in without a key; deriveKey → not_supported', async () => {
    const client = clientOf(page)
    const enrolled = await client.enroll({ salt: 'notes' })
    expect(enrolled).toMatchObject({ enabled: false })
    expect(enrolled).not.toHaveProperty('key')
    expect(await client.signIn({ salt: 'notes' })).not.toHaveProperty('key')
    await expect(client.deriveKey('notes')).rejects.toMatchObject({ code: 'not_supported' })
  })
})
