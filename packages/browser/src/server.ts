import type { Route } from '@latchkey/wire'
import { PasskeyClientError } from './errors.js'
import { sendSignals } from './signals.js'
import type { Transport, TransportRequest } from './transport.js'
import { unlessAborted } from './unless-aborted.js'

/** Calls one route. The signals in the response have been passed on, and every failure is a `PasskeyClientError`. */
export type CallServer = (route: Route, request?: Omit<TransportRequest, 'route'>) => Promise<unknown>

/** The server as the verbs of the client see it. */
export function createServer(transport: Transport): CallServer {
  return async (route, request = {}) => {
    try {
      const answer = await unlessAborted(async () => transport({ route, ...request }), request.signal)
      sendSignals(answer)
      return answer
    } catch (error) {
      const failure = error instanceof PasskeyClientError ? error : new PasskeyClientError('network', { cause: error })
      sendSignals(failure.cause)
      throw failure
    }
  }
}
