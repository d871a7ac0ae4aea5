import { assertStorable, type EventTally } from '@latchkey/storage'
import type { OwnTransaction, Step } from '../database/database.js'
import { toEventRow } from '../rows/event-row.js'
import type { EventWriting } from './store-events.js'

/** Each event in a statement of its own, all of them in one order, so that no two transactions wait for each other. */
export async function tallyEvents(writing: EventWriting, events: readonly EventTally[]): Promise<void> {
  const { database } = writing
  for (const event of events) assertStorable(event)
  if (events.length === 0) return
  const sorted = events.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  if (database.dialect.name !== 'mysql') {
    const steps = sorted.flatMap((event) => tallySteps(writing, event))
    if ((await database.together(steps)) === undefined) throw unfit()
  } else {
    await database.transact(async (transaction) => {
      for (const event of sorted) await tallyOnMysql(writing, transaction, event)
    })
  }
}

function keyOf({ rpId, once }: EventTally): string {
  return JSON.stringify([rpId, once])
}

function unfit(): RangeError {
  return new RangeError('An event with this id, or another event with this once, is already stored.')
}

/** In a batch the statement that follows fails where nothing was changed, so that nothing of it happens. */
function tallySteps({ database, events }: EventWriting, event: EventTally): readonly Step[] {
  const step = { ...(events.tally ?? events.insertOne)(toEventRow(event)), must: 1 }
  return database.hasBatches ? [step, events.demandTally({ rp_id: event.rpId, once: event.once })] : [step]
}

/** Adds to the stored event, or stores it; if another call has stored it meanwhile, it exists now. */
async function tallyOnMysql(
  { database, events }: EventWriting,
  { run }: OwnTransaction,
  event: EventTally,
): Promise<void> {
  const row = toEventRow(event)
  const hasAdded = async () => (await run(events.addToTally(row))).changes > 0
  if (await hasAdded()) return
  const isStored = await run(events.insertOne(row)).then(
    () => true,
    (error: unknown) => {
      if (database.dialect.isUniqueViolation(error)) return false
      throw error
    },
  )
  if (!isStored && !(await hasAdded())) throw unfit()
}
