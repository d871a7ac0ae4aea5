import type { Random } from '../../test-support/random.js'
import { type App, createApp } from '../app.js'
import { prepareEnroll, preparePolicy, prepareRemoval, prepareSignIn } from '../calls/prepare-calls.js'
import { findFinalViolations } from '../checks/checks.js'
import { type Cut, type CuttingProxy, startCuttingProxy } from '../connections/cutting-proxy.js'
import type { Call, Outcome } from '../journal/journal-line.js'
import { openDatabase } from '../open-database.js'
import { drainEvents } from '../stage/drain-events.js'
import { openStage, type Stage } from '../stage/stage.js'
import type { Finding, Setting } from './scenario.js'

/** The result of a call that is repeated after it had its effect. */
const toldAfterwards: Readonly<Record<Call['verb'], Outcome>> = {
  enroll: 'ceremony_spent',
  'sign-in': 'ceremony_spent',
  remove: 'not_found',
  policy: 'version_conflict',
}

const verbs = ['enroll', 'sign-in', 'remove', 'policy'] as const

const moments = ['before the statement', 'before the answer'] as const

interface Bench {
  readonly stage: Stage
  readonly proxy: CuttingProxy
  /** Its connections go through the proxy, and its time stops except for `clock.now`. */
  readonly proxied: App
  readonly clock: { now: number }
  readonly random: Random
}

/**
 * Cuts the connection around every exchange of every call. The result must be unknown, and the call had its effect
 * exactly if the last response was lost. The next call, through the same pool, works.
 */
export async function cutConnections({ server, random, rounds }: Setting): Promise<Finding> {
  const stage = await openStage(server, 'cuts')
  const proxy = await startCuttingProxy(stage.address)
  const { db, storage } = openDatabase({ address: proxy.address, name: 'proxied' })
  const clock = { now: Date.now() }
  const bench = { stage, proxy, proxied: createApp(storage, () => clock.now), clock, random }
  try {
    const results: CutResult[] = []
    for (let round = 0; round < rounds; round++) results.push(...(await cutEverywhere(bench, `user-${round}`)))
    await drainEvents(stage)
    const violations = findFinalViolations(await stage.takeEvidence())
    const kept = results.filter(({ happened }) => happened).length
    return {
      done: `${results.length} connections cut, ${kept} of them after the commit and before its acknowledgment`,
      wrong: [...results.flatMap(({ wrong }) => wrong), ...violations.map(({ what }) => what)],
    }
  } finally {
    await db.destroy()
    await proxy.close()
    await stage.close()
  }
}

interface CutResult {
  readonly happened: boolean
  readonly wrong: readonly string[]
}

async function cutEverywhere(bench: Bench, userPrefix: string): Promise<readonly CutResult[]> {
  const results: CutResult[] = []
  for (const verb of verbs) {
    const exchanges = await countExchanges(bench, await prepare(bench, { verb, userId: `${userPrefix}-${verb}` }))
    for (let exchange = 1; exchange <= exchanges; exchange++) {
      for (const moment of moments) {
        const call = await prepare(bench, { verb, userId: `${userPrefix}-${verb}-${exchange}-${moment}` })
        const isKept = exchange === exchanges && moment === 'before the answer'
        results.push(await cutOnce(bench, { call, cut: { exchange, moment }, isKept }))
      }
    }
  }
  return results
}

/** Of the call with a connection that holds. */
async function countExchanges({ stage, proxy, proxied }: Bench, call: Call): Promise<number> {
  proxy.arm()
  await stage.journal.call('uncut', proxied, call)
  if (proxy.exchanges() === 0) throw new Error(`${call.verb} does not go through the proxy.`)
  return proxy.exchanges()
}

interface CutCall {
  readonly call: Call
  readonly cut: Cut
  /** Whether the database has the whole change at that point. */
  readonly isKept: boolean
}

async function cutOnce({ stage, proxy, proxied }: Bench, { call, cut, isKept }: CutCall): Promise<CutResult> {
  proxy.arm(cut)
  const told = await stage.journal.call('cut', proxied, call)
  proxy.arm()
  const again = await stage.journal.call('again', proxied, call)
  const where = `${call.verb}, exchange ${cut.exchange}, ${cut.moment}`
  const wanted = isKept ? toldAfterwards[call.verb] : 'success'
  return {
    happened: again === toldAfterwards[call.verb],
    wrong: [
      ...(told === 'unknown' ? [] : [`${where}: told ${told}`]),
      ...(again === wanted ? [] : [`${where}: made again, told ${again}; ${wanted} is right`]),
    ],
  }
}

interface Wanted {
  readonly verb: Call['verb']
  /** No user before. */
  readonly userId: string
}

/** Ready to be made by the proxied app, which has read the policy and at this time will not read it again. */
async function prepare(bench: Bench, wanted: Wanted): Promise<Call> {
  const call = await prepareUnproxied(bench, wanted)
  bench.clock.now = Date.now()
  await bench.proxied.passkeys.policy.effective()
  return call
}

async function prepareUnproxied({ stage, random }: Bench, { verb, userId }: Wanted): Promise<Call> {
  if (verb === 'policy') return preparePolicy(stage.app, random)
  const { call, person } = await prepareEnroll(stage.app, userId)
  if (verb === 'enroll') return call
  await stage.journal.call('prepare', stage.app, call)
  return verb === 'remove' ? prepareRemoval(person) : prepareSignIn(stage.app, person)
}
