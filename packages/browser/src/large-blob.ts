import { encodeBase64url, type PasskeyJSON } from '@latchkey/wire'
import type { EnrollOptions, PasskeyClientOptions } from './client-options.js'
import { createConnection } from './connection.js'
import { PasskeyClientError } from './errors.js'
import { extendedCeremonies, mayAsk } from './extended-ceremonies.js'

/** What `enroll` of the blob client resolves with. */
export interface LargeBlobEnrolled {
  readonly passkey: PasskeyJSON
  /** Whether the new passkey can store a blob. */
  readonly supported: boolean
}

/** What each request for a blob takes. */
export interface LargeBlobOptions {
  /**
   * Ends the request with `aborted`, or `timed_out` when it is an `AbortSignal.timeout`.
   *
   * @default none: the ceremony ends by itself
   */
  readonly signal?: AbortSignal
}

/**
 * A few bytes that are stored with a passkey, such as a certificate. Everyone who can use the passkey can read them, and
 * they go wherever the passkey is synced. The server never sees them. Each call asks the user.
 */
export interface LargeBlobClient {
  /**
   * The signed-in user has a new passkey, which can store a blob if the device can.
   *
   * @throws {PasskeyClientError} as `enroll` of `PasskeyClient`
   */
  enroll(options?: Omit<EnrollOptions, 'otp'>): Promise<LargeBlobEnrolled>
  /**
   * The blob of the passkey, or undefined if it has none.
   *
   * @throws {PasskeyClientError} `not_supported` where the browser cannot do it
   * @throws {PasskeyClientError} as `signIn` by the browser; `network`, `cross_site`, `not_found`, `storage_unavailable`
   */
  read(passkeyId: string, options?: LargeBlobOptions): Promise<Uint8Array | undefined>
  /**
   * The passkey has this blob, of 1 to 2,048 bytes, instead of the one before.
   *
   * @throws {PasskeyClientError} `failed` if the passkey cannot store it, for example because the device is full
   * @throws {PasskeyClientError} as `read`
   * @throws {TypeError} for an empty or a longer blob, before the user is asked
   */
  write(passkeyId: string, blob: Uint8Array, options?: LargeBlobOptions): Promise<void>
  /**
   * The passkey has no blob.
   *
   * @throws {PasskeyClientError} as `write`
   */
  remove(passkeyId: string, options?: LargeBlobOptions): Promise<void>
}

/** Browsers refuse more. */
const mostBytes = 2_048

/**
 * A client for the blobs of passkeys. Separate from `createPasskeyClient`, so that only pages that need it load it.
 *
 * @throws {TypeError} for an option that is unknown or wrong, and for a `basePath` on another origin.
 */
export function createLargeBlobClient(options: PasskeyClientOptions = {}): LargeBlobClient {
  const { enroll, askHere } = extendedCeremonies(createConnection(options))

  async function ask(largeBlob: object, { passkeyId, signal }: LargeBlobOptions & { readonly passkeyId: string }) {
    if (!(await mayAsk('largeBlob'))) throw new PasskeyClientError('not_supported')
    return (await askHere({ inputs: { largeBlob }, passkeyId, signal })).largeBlob
  }

  /** No bytes are no blob. */
  async function store(bytes: Uint8Array, which: LargeBlobOptions & { readonly passkeyId: string }): Promise<void> {
    const result = await ask({ write: encodeBase64url(bytes) }, which)
    if (!result?.written) throw new PasskeyClientError('failed', { cause: result })
  }

  return {
    async enroll(options = {}) {
      const inputs = (await mayAsk('largeBlob')) ? { largeBlob: { support: 'preferred' } } : undefined
      const { answer, results } = await enroll(options, inputs)
      return { passkey: answer, supported: results.largeBlob?.supported === true }
    },
    async read(passkeyId, { signal } = {}) {
      const { blob } = { ...(await ask({ read: true }, { passkeyId, ...(signal && { signal }) })) }
      const bytes = blob instanceof ArrayBuffer ? new Uint8Array(blob) : undefined
      return bytes?.length ? bytes : undefined
    },
    async write(passkeyId, blob, { signal } = {}) {
      if (!(blob instanceof Uint8Array) || blob.length === 0 || blob.length > mostBytes) {
        throw new TypeError('blob: write 1 to 2,048 bytes; remove() deletes it')
      }
      await store(blob, { passkeyId, ...(signal && { signal }) })
    },
    remove: async (passkeyId, { signal } = {}) => store(new Uint8Array(), { passkeyId, ...(signal && { signal }) }),
  }
}
