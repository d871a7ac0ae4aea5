import { describe, expect, test, vi } from 'vitest'
import { usePage } from './page.js'

const page = usePage()

type CredentialJSON = ReturnType<PublicKeyCredential['toJSON']>

/** Puts a password manager between the page and the browser: the client gets what it makes of each credential. */
function replaceAnswers(reshape: (credential: PublicKeyCredential) => unknown): void {
  for (const method of ['create', 'get'] as const) {
    const native = navigator.credentials[method].bind(navigator.credentials)
    vi.spyOn(navigator.credentials, method).mockImplementation(
      async (options: object | undefined) => reshape((await native(options)) as PublicKeyCredential) as Credential,
    )
  }
}

/** What a credential contains, as plain members with ArrayBuffers. */
function membersOf(credential: PublicKeyCredential) {
  const { id, rawId, type, authenticatorAttachment } = credential
  return { id, rawId, type, authenticatorAttachment, response: responseOf(credential, (buffer) => buffer) }
}

type Reshape = (buffer: ArrayBuffer) => unknown

function responseOf({ response }: PublicKeyCredential, reshape: Reshape): Record<string, unknown> {
  const names = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']
  const members = names.map((name) => [name, (response as unknown as Record<string, unknown>)[name]])
  return Object.fromEntries(
    members.flatMap(([name, bytes]) => (bytes instanceof ArrayBuffer ? [[name, reshape(bytes)]] : [])),
  )
}

const withBytesAs = (reshape: Reshape) => (credential: PublicKeyCredential) => ({
  ...membersOf(credential),
  rawId: reshape(credential.rawId),
  response: responseOf(credential, reshape),
})

const withToJSON = (change: (json: CredentialJSON) => unknown) => (credential: PublicKeyCredential) => {
  const json: CredentialJSON = credential.toJSON()
  return Object.defineProperty(credential, 'toJSON', { value: () => change(json) })
}

/** An own member of a native object that throws, as an inherited one does with a foreign `this`. */
const withThrowing = (name: string) => (credential: PublicKeyCredential) => {
  const get = () => {
    throw new TypeError('Illegal invocation')
  }
  for (const target of [credential, credential.response]) {
    if (name in target) Object.defineProperty(target, name, { get })
  }
  return withToJSON(() => ({}))(credential)
}

/** An object over a native prototype, whose inherited members throw. */
const overPrototype = (members: object, native: object) =>
  Object.create(
    Object.getPrototypeOf(native),
    Object.getOwnPropertyDescriptors(Object.fromEntries(Object.entries(members).filter(([, it]) => it !== undefined))),
  )

const base64 = (buffer: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))

function inLargerBuffer(buffer: ArrayBuffer): Uint8Array {
  const larger = new Uint8Array(buffer.byteLength + 20).fill(7)
  larger.set(new Uint8Array(buffer), 10)
  return larger.subarray(10, 10 + buffer.byteLength)
}

function ofAnotherRealm(buffer: ArrayBuffer): unknown {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const { Uint8Array: Foreign } = frame.contentWindow as Window & typeof globalThis
  const copy = new Foreign(new Uint8Array(buffer)).buffer
  frame.remove()
  return copy
}

const shapes: readonly (readonly [string, (credential: PublicKeyCredential) => unknown])[] = [
  ['a plain object', membersOf],
  ['an object without a prototype', (it) => Object.assign(Object.create(null), membersOf(it))],
  ['a frozen object', (it) => Object.freeze(membersOf(it))],
  ['bytes in typed arrays', withBytesAs((buffer) => new Uint8Array(buffer))],
  ['bytes within a larger buffer', withBytesAs(inLargerBuffer)],
  ['bytes in a DataView', withBytesAs((buffer) => new DataView(buffer))],
  ['bytes of another realm', withBytesAs(ofAnotherRealm)],
  ['bytes in arrays of numbers', withBytesAs((buffer) => [...new Uint8Array(buffer)])],
  ['bytes in objects with indexes', withBytesAs((buffer) => ({ ...new Uint8Array(buffer) }))],
  ['bytes as padded base64', withBytesAs(base64)],
  ['the JSON itself', (it) => it.toJSON()],
  [
    'an object over the native prototypes',
    (it) =>
      overPrototype(
        {
          ...membersOf(it),
          response: overPrototype(
            responseOf(it, (b) => b),
            it.response,
          ),
        },
        it,
      ),
  ],
  ['a native response in a plain object', (it) => ({ ...membersOf(it), response: it.response })],
  ['a proxy whose methods throw', (it) => new Proxy(it, { get: (target, name) => Reflect.get(target, name) })],
  [
    'a proxy whose members throw, with a toJSON of its own',
    (it) =>
      new Proxy(withToJSON((json) => json)(it), { get: (target, name, proxy) => Reflect.get(target, name, proxy) }),
  ],
  [
    'a toJSON that throws',
    withToJSON(() => {
      throw new TypeError('Illegal invocation')
    }),
  ],
  ['a toJSON that returns {}', withToJSON(() => ({}))],
  ['a toJSON that returns undefined', withToJSON(() => undefined)],
  ['a toJSON that returns text', withToJSON((json) => JSON.stringify(json))],
  ['a toJSON without extension results', withToJSON(({ clientExtensionResults: _, ...json }) => json)],
  ['a toJSON without an id', withToJSON(({ id: _, rawId: __, ...json }) => json)],
  ['a toJSON without a response', withToJSON(({ response: _, ...json }) => json)],
  ['a toJSON with an empty response', withToJSON((json) => ({ ...json, response: {} }))],
  [
    'a toJSON with bytes instead of text',
    (it) => withToJSON((json) => ({ ...json, response: responseOf(it, (buffer) => buffer) }))(it),
  ],
  ...['getTransports', 'getClientExtensionResults', 'authenticatorAttachment', 'rawId', 'id', 'type'].map(
    (name) => [`a ${name} that throws`, withThrowing(name)] as const,
  ),
  ['extension results that are null', (it) => ({ ...membersOf(it), getClientExtensionResults: () => null })],
  [
    'extension results that cannot be written',
    (it) => ({ ...membersOf(it), getClientExtensionResults: () => ({ n: 1n }) }),
  ],
  [
    'transports that are text',
    (it) => ({ ...membersOf(it), response: { ...membersOf(it).response, transports: 'usb' } }),
  ],
]

const base64url = expect.stringMatching(/^[\w-]+$/)

describe.each(shapes)('an answer with the shape of %s', (_, reshape) => {
  test('registers the passkey that the device has, and signs in with it', async () => {
    const forget = vi.spyOn(PublicKeyCredential, 'signalUnknownCredential')
    const native: CredentialJSON[] = []
    replaceAnswers((credential) => {
      native.push(credential.toJSON())
      return reshape(credential)
    })
    await page.newClient().enroll()
    const registered = page.server.credentialSentTo('POST /enroll/finish')
    expect(registered).toMatchObject({
      id: native[0]?.id,
      rawId: native[0]?.id,
      type: 'public-key',
      response: {
        clientDataJSON: native[0]?.response.clientDataJSON,
        attestationObject: Object(native[0]?.response).attestationObject,
      },
      clientExtensionResults: expect.any(Object),
    })
    expect(registered.response.transports ?? []).toBeInstanceOf(Array)

    expect(await page.newClient().signIn()).toEqual({ home: '/home' })
    const { id, response } = page.server.credentialSentTo('POST /sign-in/finish')
    expect(id).toBe(registered.id)
    expect(response).toMatchObject({ ...native[1]?.response, signature: base64url, userHandle: base64url })
    expect(forget).not.toHaveBeenCalled()
  })
})

test('an answer whose user handle cannot be read still signs in', async () => {
  await page.newClient().enroll()
  replaceAnswers(withThrowing('userHandle'))
  expect(await page.newClient().signIn()).toEqual({ home: '/home' })
  expect(page.server.credentialSentTo('POST /sign-in/finish').response).not.toHaveProperty('userHandle')
})

test('transports and extension results that can be read are sent', async () => {
  replaceAnswers(withToJSON(() => ({})))
  await page.newClient().enroll()
  expect(page.server.credentialSentTo('POST /enroll/finish')).toMatchObject({
    authenticatorAttachment: 'platform',
    response: { transports: ['internal'] },
    clientExtensionResults: { credProps: { rk: true } },
  })
})

test.each([
  ['nothing', () => null],
  ['an empty object', () => ({})],
  ['an object without client data', (it: PublicKeyCredential) => ({ id: it.id, rawId: it.rawId, response: {} })],
  ['an object without a response', (it: PublicKeyCredential) => ({ id: it.id })],
])('an answer with %s → failed', async (_, reshape) => {
  await page.newClient().enroll()
  replaceAnswers(reshape)
  await expect(page.newClient().signIn()).rejects.toMatchObject({ code: 'failed' })
  await expect(page.newClient().enroll()).rejects.toMatchObject({ code: 'failed' })
})
