import type { PasskeyClientError, SignInClient, SignInOptions } from '@latchkey/browser'
import { useCallback } from 'react'
import { useCalls } from './use-calls.js'
import { useLatest } from './use-latest.js'

/** What `useSignIn` takes besides the client. */
export interface UseSignInOptions<SignedIn> {
  /** Called with the JSON of your app's response. */
  readonly onSignedIn: (signedIn: SignedIn) => void
}

/** What `useSignIn` returns. */
export interface UseSignIn {
  /** For a `click` handler. Never rejects: a failure is the `error`. */
  readonly signIn: (options?: Omit<SignInOptions, 'signal'>) => Promise<void>
  /** Whether the browser's dialog is open. */
  readonly pending: boolean
  /** What to show. Absent after a user has cancelled. */
  readonly error: PasskeyClientError | undefined
}

/** Signs in with the browser's dialog. The dialog closes when the component unmounts. */
export function useSignIn<SignedIn>(
  client: Pick<SignInClient<SignedIn>, 'signIn'>,
  { onSignedIn }: UseSignInOptions<SignedIn>,
): UseSignIn {
  const { run, pending, error } = useCalls()
  const latest = useLatest(onSignedIn)
  const signIn = useCallback<UseSignIn['signIn']>(
    async ({ identifier, organizationId } = {}) => {
      const options = {
        ...(identifier === undefined ? {} : { identifier }),
        ...(organizationId === undefined ? {} : { organizationId }),
      }
      await run(
        (signal) => client.signIn({ ...options, signal }),
        (signedIn) => latest.current(signedIn),
      )
    },
    [client, run, latest],
  )
  return { signIn, pending, error }
}
