import {
  mostOutcomeMilliseconds,
  type OutcomeJSON,
  type OutcomeMode,
  outcomeCodes,
  outcomeRoutes,
} from '@latchkey/wire'
import type { AutofillEvents } from './autofill.js'
import type { PasskeyClientOptions, Upgrade } from './client-options.js'
import { PasskeyClientError } from './errors.js'
import { createFetchTransport, type Transport } from './transport.js'

/** A function that makes a client: `createPasskeyClient`, `createSignInClient`, or your own. */
export type CreateClient<Client extends object> = (options: PasskeyClientOptions) => Client

type Method = (...given: readonly unknown[]) => unknown

/**
 * A client that reports to the server how each ceremony ended: a code, how long it took, and where the browser asked.
 * Nothing else is sent, and no report is waited for. The server must serve `'outcome'`.
 *
 * ```ts
 * const client = reportOutcomes(createPasskeyClient)
 * ```
 *
 * @throws {TypeError} as the function that makes the client.
 */
export function reportOutcomes<Client extends object>(
  create: CreateClient<Client>,
  options: PasskeyClientOptions = {},
): Client {
  const carry = options.transport ?? createFetchTransport(options.basePath)
  const send = options.transport ? sendBy(options.transport) : sendBeacon(options.basePath)
  const methods = Object.entries(create(options)).map(([name]) => [
    name,
    (...given: readonly unknown[]) => {
      // A client of its own, so that its calls belong to this ceremony.
      const watch = watchCeremony(name, { carry, send })
      const method = new Map<string, Method>(Object.entries(create({ transport: watch.transport }))).get(name)
      return settle(watch, method?.(...(name === 'autofill' ? [watchEvents(watch, given[0])] : given)))
    },
  ])
  return Object.fromEntries(methods) as Client
}

type Send = (report: OutcomeJSON) => void

function sendBy(transport: Transport): Send {
  return (report) => {
    transport({ route: outcomeRoutes.reportOutcome, body: { ...report } }).catch(() => undefined)
  }
}

/** The browser sends it even if the page is closed at once. */
function sendBeacon(basePath = '/passkeys'): Send {
  const url = basePath.replace(/\/$/, '') + outcomeRoutes.reportOutcome.path
  return (report) => {
    navigator.sendBeacon?.(url, new Blob([JSON.stringify(report)], { type: 'application/json' }))
  }
}

/** The ceremonies of one call of the client. */
interface Watch {
  /** Sees when a ceremony begins, and when the device has responded. */
  readonly transport: Transport
  /** Reports the ceremony that has begun, if one has. */
  readonly end: (code: string) => void
}

interface Begun {
  readonly ceremony: string
  readonly at: number
  readonly mode: OutcomeMode
  /** How long the user and the device took, without the server. */
  milliseconds?: number
}

interface WatchInput {
  readonly carry: Transport
  readonly send: Send
}

function watchCeremony(name: string, { carry, send }: WatchInput): Watch {
  let begun: Begun | undefined
  const leaving = new AbortController()
  const measure = ({ at }: Begun) => Math.round(Math.min(performance.now() - at, mostOutcomeMilliseconds))

  const end = (code: string) => {
    leaving.abort()
    if (!begun) return
    const { ceremony, mode, milliseconds = measure(begun) } = begun
    begun = undefined
    const known = outcomeCodes.find((it) => it === code) ?? 'refused'
    send({ ceremony, code: known, mode, milliseconds })
  }
  const begin = (ceremony: string, mode: OutcomeMode) => {
    begun = { ceremony, mode, at: performance.now() }
    if (mode === 'conditional') return
    globalThis.addEventListener?.('pagehide', () => end('abandoned'), { signal: leaving.signal })
  }
  return {
    end,
    async transport(request) {
      const { route, body } = request
      if (begun && route.path.endsWith('/finish')) begun.milliseconds = measure(begun)
      const answer = await carry(request)
      const { ceremony }: { readonly ceremony?: unknown } = Object(answer)
      const silent = body?.mediation === 'conditional' || body?.conditional === true
      const shown = name === 'signInImmediately' ? 'immediate' : 'modal'
      if (typeof ceremony === 'string') begin(ceremony, silent ? 'conditional' : shown)
      return answer
    },
  }
}

/** What the method returns, reported once it is settled. Autofill returns at once, and reports by its events. */
function settle({ end }: Watch, result: unknown): unknown {
  if (!(result instanceof Promise)) return result
  return result.then(
    (value) => {
      const { reason, passkey }: Upgrade = Object(value)
      end(passkey || !reason ? 'succeeded' : reason)
      return value
    },
    (error) => {
      end(codeOf(error))
      throw error
    },
  )
}

function watchEvents({ end }: Watch, given: unknown): AutofillEvents<unknown> {
  const events = given as AutofillEvents<unknown>
  return {
    ...events,
    onSignedIn(signedIn) {
      end('succeeded')
      events.onSignedIn(signedIn)
    },
    onError(error) {
      end(codeOf(error))
      events.onError(error)
    },
  }
}

const codeOf = (error: unknown): string => (error instanceof PasskeyClientError ? error.code : 'failed')
