import type { PasskeyJSON } from '@latchkey/wire'
import type { EnrollOptions, PasskeyClientOptions, SignInOptions } from './client-options.js'
import { createConnection } from './connection.js'
import { PasskeyClientError } from './errors.js'
import { type ExtensionResults, extendedCeremonies, mayAsk } from './extended-ceremonies.js'

/** What the key is for, at least one character or byte: another salt gives another key. It need not be secret. */
export type PrfSalt = string | Uint8Array

/** What `signIn` of the PRF client resolves with. */
export interface PrfSignIn<SignedIn> {
  /** The JSON of your app's response. */
  readonly signedIn: SignedIn
  /** The passkey that was used. Each passkey has keys of its own. */
  readonly passkeyId: string
  /** Absent where the passkey or the browser has no PRF. */
  readonly key?: CryptoKey
}

/** What `enroll` of the PRF client resolves with. */
export interface PrfEnrolled {
  readonly passkey: PasskeyJSON
  /** Whether the new passkey has keys. */
  readonly enabled: boolean
  /** Absent where the device gives keys only for later uses: call `deriveKey` then, which asks the user again. */
  readonly key?: CryptoKey
}

/** What `deriveKey` takes besides the salt. */
export interface DeriveKeyOptions {
  /**
   * Only this passkey. Without it the user chooses one, and another passkey gives another key.
   *
   * @default the one that the user chooses
   */
  readonly passkeyId?: string
  /**
   * Ends the request with `aborted`, or `timed_out` when it is an `AbortSignal.timeout`.
   *
   * @default none: the ceremony ends by itself
   */
  readonly signal?: AbortSignal
}

/**
 * Keys that only a passkey can give, from the PRF extension of WebAuthn. They never leave the page: neither the server nor
 * the page's own code sees their bytes. A key is lost with its passkey, so encrypt what matters with a second key as well.
 */
export interface PrfClient<SignedIn = unknown> {
  /**
   * The user has signed in, and the page has the key of the passkey.
   *
   * @throws {PasskeyClientError} as `signIn` of `SignInClient`
   */
  signIn(options: SignInOptions & { readonly salt: PrfSalt }): Promise<PrfSignIn<SignedIn>>
  /**
   * The signed-in user has a new passkey, with keys if the device can.
   *
   * @throws {PasskeyClientError} as `enroll` of `PasskeyClient`
   */
  enroll(options: Omit<EnrollOptions, 'otp'> & { readonly salt: PrfSalt }): Promise<PrfEnrolled>
  /**
   * The key for this salt, for AES-GCM, 256 bits, not extractable. The browser asks the user for a passkey. This is no
   * sign-in: the server is asked only for its settings.
   *
   * @throws {PasskeyClientError} `not_supported` where the browser or the passkey has no PRF
   * @throws {PasskeyClientError} as `signIn` by the browser; `network`, `cross_site`, `not_found`, `storage_unavailable`
   */
  deriveKey(salt: PrfSalt, options?: DeriveKeyOptions): Promise<CryptoKey>
}

/**
 * A client for keys of passkeys. Separate from `createPasskeyClient`, so that only pages that need it load it.
 *
 * @throws {TypeError} for an option that is unknown or wrong, and for a `basePath` on another origin.
 */
export function createPrfClient<SignedIn = unknown>(options: PasskeyClientOptions = {}): PrfClient<SignedIn> {
  const { signIn, enroll, askHere } = extendedCeremonies(createConnection(options))
  return {
    async signIn({ salt, ...options }) {
      const { answer, results, passkeyId } = await signIn<SignedIn>(options, await inputsFor(salt))
      return { signedIn: answer, passkeyId, ...(await keyIn(results)) }
    },
    async enroll({ salt, ...options }) {
      const { answer, results } = await enroll(options, await inputsFor(salt))
      const key = await keyIn(results)
      return { passkey: answer, enabled: 'key' in key || results.prf?.enabled === true, ...key }
    },
    async deriveKey(salt, { passkeyId, signal } = {}) {
      const inputs = await inputsFor(salt)
      const { key } = inputs ? await keyIn(await askHere({ inputs, passkeyId, signal })) : {}
      if (!key) throw new PasskeyClientError('not_supported')
      return key
    },
  }
}

/** An empty `prf`, which only asks whether there are keys, is refused on some platforms: there is always a salt. */
async function inputsFor(salt: unknown): Promise<Readonly<Record<string, unknown>> | undefined> {
  const bytes = typeof salt === 'string' ? new TextEncoder().encode(salt) : salt
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) {
    throw new TypeError('salt: write what the key is for, such as "notes", or bytes')
  }
  const first = btoa(String.fromCharCode(...bytes))
  const base64url = first.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  return (await mayAsk('prf')) ? { prf: { eval: { first: base64url } } } : undefined
}

const secretBytes = 32
const purpose = 'latchkey/v1 prf AES-GCM'

/** Only the derived key remains: the secret itself is overwritten. */
async function keyIn({ prf }: ExtensionResults): Promise<{ readonly key?: CryptoKey }> {
  const secret = bytesOf(prf?.results?.first)
  if (secret?.length !== secretBytes) return {}
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  secret.fill(0)
  const info = new TextEncoder().encode(purpose)
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  const to = { name: 'AES-GCM', length: 256 }
  return { key: await crypto.subtle.deriveKey(how, material, to, false, ['encrypt', 'decrypt']) }
}

/** A view of the bytes, not a copy. Undefined for anything else, which a password manager may return. */
function bytesOf(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  const isView = ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer
  return isView ? new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength) : undefined
}
