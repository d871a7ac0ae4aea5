import { type BegunConfirmJSON, type BegunSignInJSON, routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { getAssertion } from './get-assertion.js'
import { pageQueue } from './page-queue.js'
import { parseAnswer } from './parse-answer.js'
import { requirePlatform } from './platform.js'

/** What `secondFactor` and `stepUp` take. */
export interface OwnCeremonyOptions {
  /**
   * The organization to record, if the session names none.
   *
   * @default the session's organization, else none
   */
  readonly organizationId?: string
  /**
   * Ends the ceremony with `aborted`, or `timed_out` when it is an `AbortSignal.timeout`.
   *
   * @default none: the ceremony ends by itself
   */
  readonly signal?: AbortSignal
}

/** What `confirm` takes. */
export interface ConfirmOptions extends OwnCeremonyOptions {
  /** What the user confirms, as JSON data; your server may replace it by its own record. */
  readonly payload: unknown
  /**
   * Gets the payload that will be signed, before the browser's dialog: show it. If it rejects, nothing is confirmed.
   *
   * @default your page does not get the payload
   */
  readonly review?: (payload: unknown) => void | Promise<void>
}

/** Ceremonies of a user with a session, who uses one of the own passkeys. */
export interface OwnCeremonyClient<SignedIn = unknown> {
  /**
   * The user, who has signed in with another method, has used a passkey as the second factor. Resolves with the JSON of
   * your app's response.
   *
   * @throws {PasskeyClientError} `not_signed_in` without a session; `not_found` if the user has no passkey for it
   * @throws {PasskeyClientError} `recent_authentication_required`; as `signIn`
   * @throws {PasskeyClientError} the code of the first check of `verifyAssertion` that fails
   */
  secondFactor(options?: OwnCeremonyOptions): Promise<SignedIn>
  /**
   * The signed-in user has proven presence again. Resolves with the JSON of your app's response.
   *
   * @throws {PasskeyClientError} as `secondFactor`
   */
  stepUp<Answer = unknown>(options?: OwnCeremonyOptions): Promise<Answer>
  /**
   * The signed-in user's passkey has signed the payload. Resolves with the JSON of your app's response.
   *
   * @throws {PasskeyClientError} `malformed` for a payload that is not JSON data; as `secondFactor`
   * @throws What `review` rejects with
   */
  confirm<Answer = unknown>(options: ConfirmOptions): Promise<Answer>
}

interface OwnCeremony<Begun> extends OwnCeremonyOptions {
  /** Sent at begin. */
  readonly payload?: unknown
  readonly signsIn?: boolean
  /** Done before the browser asks; what it returns is sent at finish, with the response. */
  readonly review?: (begun: Begun) => Promise<Readonly<Record<string, unknown>>>
}

export function ownCeremonyVerbs<SignedIn>({ call }: Connection): OwnCeremonyClient<SignedIn> {
  /** The two routes of a ceremony have its name. */
  async function answer<Result, Begun extends BegunSignInJSON = BegunSignInJSON>(
    name: keyof OwnCeremonyClient,
    { payload, signsIn, review, organizationId, signal }: OwnCeremony<Begun>,
  ): Promise<Result> {
    requirePlatform()
    const run = async (signal: AbortSignal) => {
      const body = { organizationId, payload }
      const begun = parseAnswer<Begun>(await call(routes[`${name}Begin`], { body, signal }), 'ceremony', 'options')
      const { ceremony, options } = begun
      const reviewed = await review?.(begun)
      const response = await getAssertion({ options, signal })
      const finishBody = { ceremony, response, ...reviewed }
      return parseAnswer<Result>(await call(routes[`${name}Finish`], { body: finishBody, signal }))
    }
    return pageQueue().modal({ signal, run, signsIn })
  }

  return {
    secondFactor: async (options) => answer('secondFactor', { ...options, signsIn: true }),
    stepUp: async (options = {}) => answer('stepUp', options),
    confirm: async ({ review, ...options }) =>
      answer('confirm', {
        ...options,
        async review({ payload }: BegunConfirmJSON) {
          await review?.(payload)
          return { payload }
        },
      }),
  }
}
