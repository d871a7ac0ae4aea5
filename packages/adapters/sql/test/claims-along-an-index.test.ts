import { type SqlExecutor, type SqlValue, sqlStorage } from '@latchkey/sql'
import { sampleEvent } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { databases } from './databases.js'
import { openForTests } from './open-for-tests.js'

const { rpId } = sampleEvent(0)
const target = { rpId, endpoint: 'hook' }
const limit = 50
const waiting = 3000
const users = 300

interface Logged {
  readonly text: string
  readonly values: readonly SqlValue[]
}

type Storage = ReturnType<typeof sqlStorage>

/** What takes the first of many that wait, and must not read all of them to find out which are first. */
const claims: readonly {
  readonly verb: string
  readonly walked: string
  claim(storage: Storage): Promise<unknown> | undefined
}[] = [
  { verb: 'events.claim', walked: 'event', claim: ({ events }) => events.claim(limit, 1, 1) },
  {
    verb: 'deliveries.claim',
    walked: 'delivery',
    claim: ({ deliveries }) => deliveries?.claim(target, { limit, leaseMs: 1, now: 1 }),
  },
]

/** MariaDB's planner chooses by what is in the tables. Without transactions the statements are the same. */
const places = databases
  .filter(({ name }) => !name.startsWith('MariaDB') && !name.endsWith('by batches only'))
  .flatMap(({ name, create }) => claims.map((it) => ({ ...it, name, create })))

/** How many events the planner knows of: of none, and of too few to expect as many claimable ones as are asked for. */
const cases = places.flatMap((place) => [0, waiting / 10].map((analyzed) => ({ ...place, analyzed })))

describe.each(cases)('on $name $verb', ({ name, create, verb, walked, claim, analyzed }) => {
  const open = openForTests(create)

  test(`reads no more than it takes where the planner knows of ${analyzed} events`, async () => {
    const { executor, storage } = open()
    await storage.deliveries?.openEndpoint(target, 1)
    const events = Array.from({ length: waiting }, (_, at) => eventOf(at))
    for (const part of [events.slice(0, analyzed), events.slice(analyzed)]) {
      await storage.events.append(part)
      if (verb === 'deliveries.claim') await storage.deliveries?.enqueue(rpId, waiting, 1)
      if (part.length === analyzed) await executor.run('analyze', [])
    }
    const logged: Logged[] = []
    await claim(sqlStorage(withLog(executor, logged)))
    const [ordered] = logged.filter(({ text }) => text.includes('order by'))
    if (!ordered) throw new TypeError('No statement has an order.')
    const explain = name.startsWith('SQLite') ? 'explain query plan' : 'explain (analyze, format json)'
    const { rows } = await executor.run(`${explain} ${ordered.text}`, ordered.values)
    expect(JSON.stringify(rows)).not.toMatch(/"Sort"|B-TREE/)
    if (name.startsWith('SQLite')) return
    const plans = nodesOf(JSON.parse(JSON.stringify(rows[0]))['QUERY PLAN'][0].Plan)
    const read = plans
      .filter(({ Alias }) => ['event', 'older', 'delivery', 'earlier'].includes(Alias ?? ''))
      .map(rowsOf)
    expect(read.length).toBeGreaterThan(0)
    // What is taken, and before each of these what was taken earlier: nothing that grows with what waits.
    expect(Math.max(...read)).toBeLessThanOrEqual(2 * limit * limit)
    if (analyzed === 0) return
    // A planner that expects fewer than are asked for may as well sort the queue.
    const [queue] = plans.filter(({ Alias }) => Alias === walked)
    expect(queue?.['Plan Rows']).toBeGreaterThanOrEqual(limit)
  })
})

function eventOf(at: number) {
  return { ...sampleEvent(at), userId: `user-${at % users}` }
}

function withLog(executor: SqlExecutor, logged: Logged[]): SqlExecutor {
  return {
    ...executor,
    run: (text, values, ...more) => {
      logged.push({ text, values })
      return executor.run(text, values, ...more)
    },
  }
}

interface PlanNode {
  readonly 'Node Type': string
  readonly Alias?: string
  readonly 'Plan Rows': number
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

function nodesOf(plan: PlanNode): readonly PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
}

function rowsOf(plan: PlanNode): number {
  return (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
}
