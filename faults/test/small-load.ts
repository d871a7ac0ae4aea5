import { type Kysely, sql } from 'kysely'
import { createRandom } from '../../test-support/random.js'
import { openDatabase } from '../open-database.js'
import { type Lane, takeStep } from '../processes/lane.js'
import { unlessRefused } from '../processes/unless-refused.js'
import { openSqliteServer } from '../servers/sqlite-server.js'
import { drainEvents } from '../stage/drain-events.js'
import { openStage, type Stage } from '../stage/stage.js'

const steps = 60

export interface SmallLoad {
  readonly stage: Stage
  /** A database with the same rows, to change. */
  copy(): Promise<Kysely<unknown>>
  close(): Promise<void>
}

/** Two lanes of this process have worked on a SQLite file, and everything is delivered. */
export async function makeSmallLoad(): Promise<SmallLoad> {
  const server = await openSqliteServer()
  const stage = await openStage(server, 'small')
  const { app, journal } = stage
  const random = createRandom(1)
  const lanes: readonly Pick<Lane, 'name' | 'people'>[] = ['a', 'b'].map((name) => ({ name, people: [] }))
  for (let step = 0; step < steps; step++) {
    const lane = { ...random.pick(lanes), app, journal, random, userIds: ['one', 'two'] }
    await unlessRefused(() => takeStep(lane))
  }
  await drainEvents(stage)
  let copies = 0
  return {
    stage,
    copy: async () => {
      const address = await server.create(`copy-${copies++}`)
      await sql`vacuum into ${address}`.execute(stage.db)
      return openDatabase({ address, name: 'copy' }).db
    },
    close: async () => {
      await stage.close()
      await server.stop()
    },
  }
}
