import type { Route } from '@latchkey/wire'
import { PasskeyClientError } from './errors.js'
import { explainAbort } from './explain-failure.js'
import { sendSignals } from './signals.js'
import type { Transport, TransportRequest } from './transport.js'

/** Calls one route; the signals of whatever comes back have been passed on, and every failure is explained. */
export type CallServer = (route: Route, request?: Omit<TransportRequest, 'route'>) => Promise<unknown>

/** The server as the verbs of the client see it. */
export function createServer(transport: Transport): CallServer {
  return async (route, request = {}) => {
    try {
      const answer = await transport({ route, ...request })
      sendSignals(answer)
      return answer
    } catch (error) {
      if (request.signal?.aborted) throw explainAbort(request.signal)
      const failure = error instanceof PasskeyClientError ? error : new PasskeyClientError('network', { cause: error })
      sendSignals(failure.cause)
      throw failure
    }
  }
}
