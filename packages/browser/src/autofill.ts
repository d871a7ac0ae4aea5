import { hasConditionalGet } from './capabilities.js'
import type { PasskeyClientError, PasskeyClientErrorCode } from './errors.js'
import { offerPasskeys } from './offer-passkeys.js'
import type { SignInSteps } from './sign-in.js'
import type { Background } from './turns.js'

/** What the page does with what comes of it. */
export interface AutofillEvents<SignedIn> {
  /** Called once; autofill has then ended. */
  readonly onSignedIn: (signedIn: SignedIn) => void
  /** Called for each failure; autofill then comes back, except where waiting changes nothing. */
  readonly onError: (error: PasskeyClientError) => void
}

/** Milliseconds to wait after a failure; doubled by each that follows, up to the longest. */
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

/** Sign-in from the suggestions of an input field, as something that waits in the background. */
export function createAutofill<SignedIn>(steps: SignInSteps<SignedIn>, events: AutofillEvents<SignedIn>): Background {
  let armed: AbortController | undefined
  let ended = false

  const pause = () => {
    armed?.abort()
    armed = undefined
  }
  const end = () => {
    ended = true
    pause()
  }
  return {
    pause,
    resume() {
      if (armed || ended) return
      armed = new AbortController()
      void keepOffering(steps, { ...events, end, signal: armed.signal })
    },
    stop: end,
  }
}

interface Offering<SignedIn> extends AutofillEvents<SignedIn> {
  readonly signal: AbortSignal
  /** Called when there is nothing more to do. */
  readonly end: () => void
}

/** Offers passkeys until one has signed in, nothing more can come of it, or the signal is aborted. */
async function keepOffering<SignedIn>(steps: SignInSteps<SignedIn>, offering: Offering<SignedIn>): Promise<void> {
  const { signal, end, onSignedIn, onError } = offering
  if (!(await hasConditionalGet())) return end()
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
