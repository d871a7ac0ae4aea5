import type { Background } from './ceremony-queue.js'
import { PasskeyClientError } from './errors.js'
import type { SignInSteps } from './sign-in.js'

/** What the page does with the outcomes of autofill. */
export interface AutofillEvents<SignedIn> {
  /** Called once; autofill has then ended. */
  readonly onSignedIn: (signedIn: SignedIn) => void
  /** Called for each failure. Autofill then tries again, except where waiting changes nothing. */
  readonly onError: (error: PasskeyClientError) => void
}

/** Sign-in from the suggestions of an input field, in the background. What it needs is loaded when it starts. */
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
      const offer = { ...events, end, signal: armed.signal }
      void import('./keep-offering.js').then(
        ({ keepOffering }) => keepOffering(steps, offer),
        (cause) => events.onError(new PasskeyClientError('network', { cause })),
      )
    },
    stop: end,
  }
}
