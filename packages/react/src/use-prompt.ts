import type { EnrollOptions, PasskeyClient, PasskeyClientError } from '@latchkey/browser'
import type { PasskeyJSON, PromptAnswer, PromptJSON } from '@latchkey/wire'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useCalls } from './use-calls.js'

/** What `usePrompt` takes besides the client. */
export interface UsePromptOptions {
  /**
   * What the user has just done.
   *
   * @default `sign-in`
   */
  readonly on?: 'sign-in' | 'sign-up'
}

/** What `usePrompt` returns. No function rejects: a failure is the `error`. */
export interface UsePrompt {
  /** Whether to ask for a passkey, once the server has decided: `none`, `offer` or `require`. */
  readonly prompt: PromptJSON | undefined
  /** The passkey that the user has created here. */
  readonly passkey: PasskeyJSON | undefined
  readonly pending: boolean
  /** What to show. Absent after a user has cancelled. */
  readonly error: PasskeyClientError | undefined
  /** Creates the passkey. */
  readonly enroll: (options?: Omit<EnrollOptions, 'signal'>) => Promise<boolean>
  /** `not-now` or `never`; the decision that results is the `prompt`. */
  readonly answer: (answer: PromptAnswer) => Promise<boolean>
}

type PromptingClient = Pick<PasskeyClient, 'prompt' | 'promptShown' | 'answerPrompt' | 'enroll'>

/**
 * Whether to ask the user, who has just signed in, for a passkey. A prompt is reported as shown, once: call the hook where
 * you show it.
 */
export function usePrompt(client: PromptingClient, { on = 'sign-in' }: UsePromptOptions = {}): UsePrompt {
  const [prompt, setPrompt] = useState<PromptJSON>()
  const [passkey, setPasskey] = useState<PasskeyJSON>()
  const { run, pending, error } = useCalls()
  const reported = useRef(false)

  useEffect(() => {
    run(() => client.prompt({ on }), setPrompt)
  }, [client, on, run])

  const isShown = prompt !== undefined && prompt.prompt !== 'none'
  useEffect(() => {
    if (!isShown || reported.current) return
    reported.current = true
    // For statistics only.
    client.promptShown().catch(() => undefined)
  }, [client, isShown])

  const enroll = useCallback<UsePrompt['enroll']>(
    (options) => run((signal) => client.enroll({ ...options, signal }), setPasskey),
    [client, run],
  )
  const answer = useCallback<UsePrompt['answer']>(
    (given) => run(() => client.answerPrompt(given), setPrompt),
    [client, run],
  )
  return { prompt, passkey, pending, error, enroll, answer }
}
