import type { AutofillOptions, SignInClient } from '@latchkey/browser'
import { useEffect } from 'react'
import { useLatest } from './use-latest.js'

/** What `useAutofill` takes besides the client. */
export interface UseAutofillOptions<SignedIn> extends Omit<AutofillOptions<SignedIn>, 'onError'> {
  /**
   * Called for each failure; autofill then tries again. Nothing needs to be shown.
   *
   * @default failures are ignored
   */
  readonly onError?: AutofillOptions<SignedIn>['onError']
  /**
   * Whether passkeys are offered now.
   *
   * @default true
   */
  readonly enabled?: boolean
}

/**
 * Passkeys are offered among the suggestions of inputs with `autocomplete="username webauthn"`, while the component is
 * mounted.
 */
export function useAutofill<SignedIn>(
  client: Pick<SignInClient<SignedIn>, 'autofill'>,
  { onSignedIn, onError, organizationId, enabled = true }: UseAutofillOptions<SignedIn>,
): void {
  const latest = useLatest({ onSignedIn, onError })
  useEffect(() => {
    if (!enabled) return undefined
    const autofill = client.autofill({
      onSignedIn: (signedIn) => latest.current.onSignedIn(signedIn),
      onError: (error) => latest.current.onError?.(error),
      ...(organizationId === undefined ? {} : { organizationId }),
    })
    return () => autofill.stop()
  }, [client, organizationId, enabled, latest])
}
