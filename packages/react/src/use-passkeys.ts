import type { EnrollOptions, PasskeyClient, PasskeyClientError } from '@latchkey/browser'
import type { ListedPasskeyJSON } from '@latchkey/wire'
import { useCallback, useEffect, useState } from 'react'
import { useCalls } from './use-calls.js'

/** What `usePasskeys` returns. No function rejects: a failure is the `error`, and they resolve with whether they succeeded. */
export interface UsePasskeys {
  /** Absent until they are known. */
  readonly passkeys: readonly ListedPasskeyJSON[] | undefined
  readonly pending: boolean
  /** What to show. Absent after a user has cancelled. */
  readonly error: PasskeyClientError | undefined
  /** Reads the list again. */
  readonly refresh: () => Promise<boolean>
  /** Creates a passkey on a device of the user. */
  readonly enroll: (options?: Omit<EnrollOptions, 'signal'>) => Promise<boolean>
  /** Gives a passkey a new name, of 1 to 100 characters. */
  readonly rename: (id: string, name: string) => Promise<boolean>
  /** Removes a passkey, which can no longer sign in. */
  readonly remove: (id: string) => Promise<boolean>
}

type ManagingClient = Pick<PasskeyClient, 'list' | 'enroll' | 'rename' | 'remove'>

/** The passkeys of the signed-in user, and what an account page does with them. The list is read after each change. */
export function usePasskeys(client: ManagingClient): UsePasskeys {
  const [passkeys, setPasskeys] = useState<readonly ListedPasskeyJSON[]>()
  const reading = useCalls()
  const changing = useCalls()
  const [read, change] = [reading.run, changing.run]

  const refresh = useCallback(() => read(() => client.list(), setPasskeys), [client, read])
  useEffect(() => {
    refresh()
  }, [refresh])

  const changed = useCallback(
    async (call: (signal: AbortSignal) => Promise<unknown>) => {
      const succeeded = await change(call, () => undefined)
      if (succeeded) await refresh()
      return succeeded
    },
    [change, refresh],
  )
  return {
    passkeys,
    pending: reading.pending || changing.pending,
    error: changing.error ?? reading.error,
    refresh,
    enroll: useCallback((options) => changed((signal) => client.enroll({ ...options, signal })), [client, changed]),
    rename: useCallback((id, name) => changed(() => client.rename(id, name)), [client, changed]),
    remove: useCallback((id) => changed(() => client.remove(id)), [client, changed]),
  }
}
