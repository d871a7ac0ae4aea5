import type { AuthenticationResponseJSON, BegunSignInJSON } from '@latchkey/wire'
import type { SignInSteps } from './sign-in.js'
import { whenStale } from './when-stale.js'

type Event = { readonly response: AuthenticationResponseJSON } | { readonly renewed: BegunSignInJSON }

/**
 * Offers the user's passkeys until one is chosen, and signs in with it. The offer outlives its ceremony: before that
 * runs out, the next one is begun and replaces it in the same tick.
 *
 * @throws {PasskeyClientError}
 */
export async function offerPasskeys<SignedIn>(steps: SignInSteps<SignedIn>, signal: AbortSignal): Promise<SignedIn> {
  let begun = await steps.begin(signal)
  for (;;) {
    const event = await chosenOrRenewed(steps, begun, signal)
    if ('response' in event) return steps.finish(begun, event.response, signal)
    begun = event.renewed
  }
}

async function chosenOrRenewed<SignedIn>(
  steps: SignInSteps<SignedIn>,
  begun: BegunSignInJSON,
  signal: AbortSignal,
): Promise<Event> {
  signal.throwIfAborted()
  const offer = new AbortController()
  signal.addEventListener('abort', () => offer.abort(), { signal: offer.signal })
  try {
    return await Promise.race([
      steps.ask(begun, offer.signal).then((response) => ({ response })),
      whenStale(begun.options.timeout, offer.signal)
        .then(() => steps.begin(offer.signal))
        .then((renewed) => ({ renewed })),
    ])
  } finally {
    offer.abort()
  }
}
