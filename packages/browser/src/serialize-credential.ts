/**
 * The JSON of a credential, read member by member. Password managers return plain objects, objects over native
 * prototypes and proxies: any inherited member may throw, and then counts as absent. Their `toJSON` is used only for
 * what cannot be read otherwise. The browser's own is not used either: its extension results contain secrets of the page.
 *
 * @throws {TypeError} when the id or one of the members of the response is missing; a user handle may be.
 */
export function serializeCredential<Response>(credential: unknown, members: readonly string[]): Response {
  const json = read(credential, 'toJSON')
  const member = (name: string) => read(credential, name) ?? read(json, name)
  const native = read(credential, 'response')
  const written = read(json, 'response')
  const bytes = (name: string) => base64url(read(native, name)) ?? base64url(read(written, name))

  const id = credentialId(credential)
  const response = Object.fromEntries(members.map((name) => [name, bytes(name)]))
  const missing = id ? members.find((name) => !response[name] && name !== 'userHandle') : 'id'
  if (missing) throw new TypeError(`The credential has no ${missing}.`)
  const transports = read(native, 'getTransports') ?? read(written, 'transports') ?? read(native, 'transports')
  const results = plain(read(credential, 'getClientExtensionResults') ?? member('clientExtensionResults'))
  const attachment = member('authenticatorAttachment')
  return plain({
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: typeof attachment === 'string' ? attachment : undefined,
    response: { ...response, transports: Array.isArray(transports) ? transports.filter(isText) : undefined },
    clientExtensionResults: typeof results === 'object' ? { ...results } : {},
  }) as Response
}

const isText = (value: unknown) => typeof value === 'string'

/** The id of a credential in base64url, or undefined when it has none. */
export function credentialId(credential: unknown): string | undefined {
  for (const source of [credential, read(credential, 'toJSON')]) {
    const id = base64url(read(source, 'rawId')) ?? base64url(read(source, 'id'))
    if (id) return id
  }
  return undefined
}

/** A member, or the result of a method; undefined when reading it throws. */
function read(source: unknown, name: string): unknown {
  try {
    const value = (source as Readonly<Record<string, unknown>>)[name]
    return typeof value === 'function' ? value.call(source) : (value ?? undefined)
  } catch {
    return undefined
  }
}

/** Bytes in whatever form, or text that is base64 already; undefined when there are none. */
function base64url(value: unknown): string | undefined {
  try {
    const text = typeof value === 'string' ? value : btoa(String.fromCharCode(...bytesOf(Object(value))))
    return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') || undefined
  } catch {
    return undefined
  }
}

/** A typed array that was sent as a message of an extension arrives as an object with the indexes as its members. */
function bytesOf(value: object): readonly number[] {
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value as ArrayBuffer)
  return bytes.length ? Array.from(bytes) : Object.values(value)
}

/** The results of PRF and large blobs stay in the page. */
const secret = /^(results|blob|hmacGetSecret)$/

/** The value as plain JSON with bytes in base64url, without secrets; undefined when it cannot be written as JSON. */
function plain(value: unknown): unknown {
  try {
    return JSON.parse(
      JSON.stringify(value, (name, it) => {
        if (secret.test(name)) return undefined
        return it instanceof ArrayBuffer || ArrayBuffer.isView(it) ? base64url(it) : it
      }),
    )
  } catch {
    return undefined
  }
}
