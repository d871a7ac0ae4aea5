import type { BegunEnrollJSON, Route } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { createCredential } from './create-credential.js'
import { PasskeyClientError } from './errors.js'
import { pageQueue } from './page-queue.js'
import { parseAnswer } from './parse-answer.js'
import { sendSignals } from './signals.js'

/** A ceremony that creates a passkey: its two routes and their bodies. */
export interface PasskeyCreation<Answer> {
  readonly call: Connection['call']
  readonly begin: Route
  readonly finish: Route
  readonly beginBody: Readonly<Record<string, unknown>>
  /** The user's name for the passkey. */
  readonly name: string | undefined
  readonly parse: (answer: unknown) => Answer
  readonly signal: AbortSignal
}

/**
 * The server has accepted a new passkey. If it has not, but the device has created one, the browser gets a signal
 * that the passkey is unknown: otherwise the user would be offered a passkey that never works.
 *
 * @throws {PasskeyClientError}
 */
export async function makePasskey<Answer>(creation: PasskeyCreation<Answer>): Promise<Answer> {
  const { call, begin, finish, beginBody, name, parse, signal } = creation
  const { ceremony, options } = parseAnswer<BegunEnrollJSON>(
    await call(begin, { body: beginBody, signal }),
    'ceremony',
    'options',
  )
  let created: string | undefined
  let failure: unknown
  const forget = () => {
    if (created && failure && !isStored(failure)) {
      sendSignals({ signals: { rpId: options.rp.id, unknownCredentialId: created } })
    }
  }
  const onCreated = (id: string | undefined) => {
    created = id
    forget()
  }
  try {
    const response = await createCredential({ options, signal, onCreated })
    const answer = parse(await call(finish, { body: { ceremony, response, name }, signal }))
    withdrawStaleSignals(response.id)
    return answer
  } catch (error) {
    failure = error
    forget()
    throw error
  }
}

/** Refusals that mean that the server has this passkey: from before, or by this request, which the network sent twice. */
function isStored(failure: unknown): boolean {
  return failure instanceof PasskeyClientError && /^(already_registered|ceremony_spent)$/.test(failure.code)
}

/** A list that the server wrote before it had the new passkey would make the browser delete it. */
function withdrawStaleSignals(id: string): void {
  const { signals } = pageQueue()
  for (const [key, [method, details]] of signals) {
    if (method !== 'signalAllAcceptedCredentials') continue
    const ids: readonly string[] = details.allAcceptedCredentialIds
    if (!ids.includes(id)) signals.delete(key)
  }
}
