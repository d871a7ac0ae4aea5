import { PasskeyClientError } from '@latchkey/browser'
import { useCallback, useEffect, useRef, useState } from 'react'

/** What a component shows about its last call. */
export interface CallState {
  /** Whether a call is under way. */
  readonly pending: boolean
  /** Why the last call failed. If the user cancelled, there is nothing to report, so this is not an error. */
  readonly error: PasskeyClientError | undefined
}

/** The calls of one component, one at a time. */
export interface Calls extends CallState {
  /**
   * Makes a call, and passes its result on. The one before is aborted, and so is the last one when the component
   * unmounts. Resolves with whether it succeeded; a failure is the `error`.
   */
  readonly run: <Result>(
    call: (signal: AbortSignal) => Promise<Result>,
    done: (result: Result) => void,
  ) => Promise<boolean>
}

const idle: CallState = { pending: false, error: undefined }

/** Codes that tell a user nothing new. */
const quiet: ReadonlySet<string> = new Set(['cancelled', 'aborted'])

/** Aborts what an unmounted component has begun: React unmounts each component once more where it is strict. */
export function useCalls(): Calls {
  const [state, setState] = useState<CallState>(idle)
  const current = useRef<AbortController | undefined>(undefined)
  useEffect(() => () => current.current?.abort(), [])

  const run = useCallback<Calls['run']>(async (call, done) => {
    current.current?.abort()
    const mine = new AbortController()
    current.current = mine
    setState({ pending: true, error: undefined })
    try {
      const result = await call(mine.signal)
      if (mine.signal.aborted) return false
      setState(idle)
      done(result)
      return true
    } catch (error) {
      if (!(error instanceof PasskeyClientError)) {
        setState(idle)
        throw error
      }
      if (!mine.signal.aborted) setState({ pending: false, error: quiet.has(error.code) ? undefined : error })
      return false
    }
  }, [])
  return { ...state, run }
}
