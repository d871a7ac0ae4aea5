import { createAuthenticator } from '@latchkey/testing'
import { percentile } from '../report/percentile.js'
import type { Action } from '../verify/ceremonies.js'
import { timeOf, timesFor } from '../verify/measure.js'
import { allocatedBy } from './allocated-by.js'
import { type FinishSignIn, origin, type SignInServer } from './sign-in-server.js'

export interface SignInExtent {
  readonly rounds: number
  /** Each signs in once in a round. */
  readonly users: number
}

/** What one sign-in costs the server. */
export interface SignInCost {
  /** Microseconds of processor time. */
  readonly begin: number
  /** Microseconds of processor time. */
  readonly finish: number
  /** KiB that it allocates in the JavaScript heap. */
  readonly heap: number
}

interface Measuring<Name extends string> {
  readonly servers: Readonly<Record<Name, SignInServer>>
  /** The signature check alone. */
  readonly bare: Action
  readonly extent: SignInExtent
}

/** What a sign-in costs at each server; `bare`: microseconds of one signature check, in the same rounds. */
type MeasuredSignIns<Name extends string> = Readonly<Record<Name, SignInCost>> & { readonly bare: number }

/**
 * Sign-ins of the same number of users at each server, in turns, and every second round in the reverse order, so that other
 * load on the machine affects all alike. The median round counts. Authenticators sign outside of what is measured.
 */
export async function measureSignIns<Name extends string>({
  servers,
  bare,
  extent,
}: Measuring<Name>): Promise<MeasuredSignIns<Name>> {
  const times = await timesFor(bare, 20_000)
  const checks: number[] = []
  const lanes: Lane[] = []
  for (const [name, server] of Object.entries<SignInServer>(servers))
    lanes.push(await openLane(name, server, extent.users))
  for (let round = 0; round < extent.rounds; round++) {
    checks.push(await timeOf(bare, times))
    for (const lane of round % 2 === 0 ? lanes : lanes.toReversed()) await lane.run()
  }
  const costs: [string, SignInCost][] = []
  for (const lane of lanes) costs.push([lane.name, await lane.cost()])
  return { ...(Object.fromEntries(costs) as Record<Name, SignInCost>), bare: percentile(checks, 0.5) }
}

type Lane = Awaited<ReturnType<typeof openLane>>

async function openLane(name: string, server: SignInServer, users: number) {
  const authenticators = Array.from({ length: users }, () => createAuthenticator({ origin, algorithms: [-7] }))
  for (const [number, authenticator] of authenticators.entries()) await server.enroll(`user-${number}`, authenticator)
  const taken = { begin: [] as number[], finish: [] as number[] }

  const answered = async (): Promise<readonly FinishSignIn[]> => {
    const finishes: FinishSignIn[] = []
    for (const authenticator of authenticators) finishes.push(await (await server.begin())(authenticator))
    return finishes
  }
  const inTurn = (finishes: readonly FinishSignIn[]) => {
    let at = 0
    return () => finishes[at++]?.()
  }
  const run = async () => {
    taken.begin.push(await timeOf(server.begin, users))
    taken.finish.push(await timeOf(inTurn(await answered()), users))
  }
  // Two rounds for the compiler.
  for (const _ of [1, 2]) await run()
  return {
    name,
    run,
    cost: async (): Promise<SignInCost> => {
      const finishOne = inTurn(await answered())
      const bytes = await allocatedBy(async () => {
        for (let count = 0; count < users; count++) {
          await server.begin()
          await finishOne()
        }
      })
      return {
        begin: percentile(taken.begin.slice(2), 0.5),
        finish: percentile(taken.finish.slice(2), 0.5),
        heap: bytes / users / 1024,
      }
    },
  }
}
