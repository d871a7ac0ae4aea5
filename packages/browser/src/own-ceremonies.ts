import { type BegunConfirmJSON, type BegunSignInJSON, type Route, routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { getAssertion } from './get-assertion.js'
import { pageQueue } from './page-queue.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'
import { requirePlatform } from './platform.js'

interface OwnCeremony<Begun> {
  readonly begin: Route
  readonly finish: Route
  readonly beginBody: Readonly<Record<string, unknown>>
  readonly parse: (answer: unknown) => Begun
  /** Done before the browser asks; what it returns is sent at finish, with the response. */
  readonly review: (begun: Begun) => Promise<Readonly<Record<string, unknown>>>
  readonly signsIn: boolean
  readonly signal: AbortSignal | undefined
}

/** The verbs for signed-in users who answer with a passkey that they have. */
export function ownCeremonyVerbs<SignedIn>({
  call,
}: Connection): Pick<PasskeyClient<SignedIn>, 'secondFactor' | 'stepUp' | 'confirm'> {
  async function answer<Result, Begun extends BegunSignInJSON>(own: OwnCeremony<Begun>): Promise<Result> {
    requirePlatform()
    const run = async (signal: AbortSignal) => {
      const begun = own.parse(await call(own.begin, { body: own.beginBody, signal }))
      const { ceremony, options } = begun
      const reviewed = await own.review(begun)
      const response = await getAssertion({ options, mediation: undefined, signal })
      return parseAnswer<Result>(await call(own.finish, { body: { ceremony, response, ...reviewed }, signal }))
    }
    return pageQueue().modal({ signal: own.signal, run, signsIn: own.signsIn })
  }

  const unreviewed = async () => ({})
  const parse = (begun: unknown) => parseAnswer<BegunSignInJSON>(begun, 'ceremony', 'options')

  return {
    async secondFactor({ organizationId, signal } = {}) {
      const { secondFactorBegin: begin, secondFactorFinish: finish } = routes
      const beginBody = { organizationId }
      return answer({ begin, finish, beginBody, parse, review: unreviewed, signsIn: true, signal })
    },
    async stepUp({ organizationId, signal } = {}) {
      const { stepUpBegin: begin, stepUpFinish: finish } = routes
      const beginBody = { organizationId }
      return answer({ begin, finish, beginBody, parse, review: unreviewed, signsIn: false, signal })
    },
    async confirm({ payload, review, organizationId, signal }) {
      const { confirmBegin: begin, confirmFinish: finish } = routes
      return answer({
        begin,
        finish,
        beginBody: { organizationId, payload },
        parse: (begun) => parseAnswer<BegunConfirmJSON>(begun, 'ceremony', 'options'),
        review: async (begun) => {
          await review?.(begun.payload)
          return { payload: begun.payload }
        },
        signsIn: false,
        signal,
      })
    },
  }
}
