import { PasskeyClientError } from './errors.js'
import { linkedController } from './linked-controller.js'
import { unlessAborted } from './unless-aborted.js'

/** One request to the authenticator. */
export interface AuthenticatorRequest<Response> {
  /** `conditional` waits among the suggestions of an input field, where the timeout does not apply. */
  readonly mediation?: 'conditional' | undefined
  /** Milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  readonly ask: (signal: AbortSignal) => Promise<Response>
}

/** Milliseconds between a request's timeout and its end here. A browser that ends it in time knows more about why. */
const grace = 500

/**
 * The authenticator's response. Settles when the signal aborts and, for a modal request, soon after its timeout, also
 * where a browser or an extension ignores these.
 *
 * @throws {PasskeyClientError}
 */
export async function askAuthenticator<Response>(request: AuthenticatorRequest<Response>): Promise<Response> {
  const { mediation, timeout, ask } = request
  const controller = linkedController(request.signal)
  const { signal } = controller
  const end = () => controller.abort(new DOMException('', 'TimeoutError'))
  const timer = mediation ? undefined : setTimeout(end, timeout + grace)
  const askedAt = Date.now()
  try {
    return await unlessAborted(() => ask(signal), signal)
  } catch (cause) {
    if (cause instanceof PasskeyClientError) throw cause
    const circumstances = { mediation, timeout, elapsed: Date.now() - askedAt }
    const code = await import('./explain-failure.js').then(
      ({ explainFailure }) => explainFailure(cause, circumstances),
      () => 'failed' as const,
    )
    throw new PasskeyClientError(code, { cause })
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}
