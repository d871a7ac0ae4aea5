import { explainAbort, explainFailure } from './explain-failure.js'

/** One request to the authenticator. */
export interface AuthenticatorRequest<Response> {
  readonly ceremony: 'create' | 'get'
  /** Milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  readonly ask: () => Promise<Response>
}

interface WithExtensionResults {
  readonly clientExtensionResults: { readonly prf?: object; readonly largeBlob?: object }
}

/**
 * What the authenticator answered, without the secrets that belong to the page; or the failure, explained.
 *
 * @throws {PasskeyClientError}
 */
export async function askAuthenticator<Response extends WithExtensionResults>(
  request: AuthenticatorRequest<Response>,
): Promise<Response> {
  const { ceremony, timeout, signal, ask } = request
  const askedAt = Date.now()
  try {
    signal.throwIfAborted()
    return withoutSecrets(await ask())
  } catch (error) {
    if (signal.aborted) throw explainAbort(signal)
    throw explainFailure(error, { ceremony, timeout, elapsed: Date.now() - askedAt })
  }
}

/** What PRF and large blobs give, they give to the page, and to nobody else. */
function withoutSecrets<Response extends WithExtensionResults>(response: Response): Response {
  const { prf, largeBlob, ...others } = response.clientExtensionResults
  const clientExtensionResults = {
    ...others,
    ...(prf && { prf: { ...prf, results: undefined } }),
    ...(largeBlob && { largeBlob: { ...largeBlob, blob: undefined } }),
  }
  return { ...response, clientExtensionResults }
}
