import type { AutofillEvents } from './autofill.js'
import type { PasskeyClientError, PasskeyClientErrorCode } from './errors.js'
import { offerPasskeys } from './offer-passkeys.js'
import type { SignInSteps } from './sign-in.js'

/** Milliseconds to wait after a failure. Each further failure doubles the wait, up to the longest. */
const firstPause = 1_000
const longestPause = 60_000

/** Failures that the next attempt would meet again. */
const lasting: ReadonlySet<PasskeyClientErrorCode> = new Set<PasskeyClientErrorCode>([
  'not_supported',
  'insecure_context',
  'wrong_domain',
  'blocked_by_frame',
  'passkeys_off',
  'cross_site',
  'not_found',
])

/** The input of this module: what autofill needs it for. */
interface Offering<SignedIn> extends AutofillEvents<SignedIn> {
  readonly signal: AbortSignal
  /** Called when there is nothing more to do. */
  readonly end: () => void
}

/** Offers passkeys until one has signed in, no attempt can succeed any more, or the signal is aborted. */
export async function keepOffering<SignedIn>(
  steps: SignInSteps<SignedIn>,
  { signal, end, onSignedIn, onError }: Offering<SignedIn>,
): Promise<void> {
  if (!(await isAvailable())) return end()
  for (let pause = firstPause; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
    const outcome = await outcomeOf(offerPasskeys(steps, signal))
    if (signal.aborted) return
    if ('signedIn' in outcome) {
      end()
      return onSignedIn(outcome.signedIn)
    }
    if (lasting.has(outcome.failure.code)) end()
    onError(outcome.failure)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

type Outcome<SignedIn> = { readonly signedIn: SignedIn } | { readonly failure: PasskeyClientError }

function outcomeOf<SignedIn>(offer: Promise<SignedIn>): Promise<Outcome<SignedIn>> {
  return offer.then(
    (signedIn) => ({ signedIn }),
    (failure: PasskeyClientError) => ({ failure }),
  )
}

/** Checked without the client's other modules, so that a bundler leaves those in the file that is loaded at once. */
async function isAvailable(): Promise<boolean> {
  try {
    return navigator.credentials && (await PublicKeyCredential.isConditionalMediationAvailable())
  } catch {
    return false
  }
}
