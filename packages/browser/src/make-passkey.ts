import { type BegunEnrollJSON, type EnrolledJSON, type PasskeyJSON, type Route, routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { createCredential } from './create-credential.js'
import { PasskeyClientError } from './errors.js'
import { pageQueue } from './page-queue.js'
import { parseAnswer } from './parse-answer.js'
import { requirePlatform } from './platform.js'
import { sendSignals } from './signals.js'

/** What every verb that creates a passkey takes. */
interface CreationOptions {
  /** The user's name for the passkey. */
  readonly name?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** A ceremony that creates a passkey: its two routes and their bodies. */
export interface PasskeyCreation<Answer> extends CreationOptions {
  readonly call: Connection['call']
  readonly begin: Route
  readonly finish: Route
  readonly beginBody: Readonly<Record<string, unknown>>
  readonly parse: (answer: unknown) => Answer
  /** Whether the new passkey signs its user in. */
  readonly signsIn?: boolean
  /** The browser does not ask the user. */
  readonly mediation?: 'conditional'
  /** Asks the device for more than a passkey. */
  readonly create?: typeof createCredential
}

/** A ceremony for an existing user: only its beginning is its own. */
export function addPasskey(
  creation: Pick<PasskeyCreation<unknown>, 'call' | 'begin' | 'beginBody' | 'mediation' | 'create'> & CreationOptions,
): Promise<PasskeyJSON> {
  const parse = (answer: unknown) => parseAnswer<EnrolledJSON>(answer, 'passkey').passkey
  return makePasskey({ ...creation, finish: routes.enrollFinish, parse })
}

/**
 * The server has accepted a new passkey. If it has not, but the device has created one, the browser gets a signal
 * that the passkey is unknown: otherwise the user would be offered a passkey that never works.
 *
 * @throws {PasskeyClientError}
 */
export async function makePasskey<Answer>(creation: PasskeyCreation<Answer>): Promise<Answer> {
  requirePlatform()
  return pageQueue().modal({ ...creation, run: (signal) => runCreation(creation, signal) })
}

async function runCreation<Answer>(creation: PasskeyCreation<Answer>, signal: AbortSignal): Promise<Answer> {
  const { call, begin, finish, beginBody, name, parse, mediation, create = createCredential } = creation
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
    const response = await create({ options, mediation, signal, onCreated })
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
    if (method === 'signalAllAcceptedCredentials' && !details.allAcceptedCredentialIds.includes(id as never)) {
      signals.delete(key)
    }
  }
}
