import { sampleCode } from '@latchkey/testing'
import { type Kysely, sql } from 'kysely'
import { type App, beginSignIn, enroll, type Person } from '../../../test-support/app.js'
import type { OpenDatabase } from '../../../test-support/databases/database-kind.js'
import { type FillerTable, fillerTables, type Row, type Templates } from './filler-rows.js'
import { insertRows } from './insert-rows.js'

export interface FillInput {
  readonly app: App
  readonly database: OpenDatabase
  readonly passkeys: number
  /** How many of them can sign in. */
  readonly people: number
}

/** The measured users are spread over the tables, as in production. */
const slices = 50

/**
 * Fills an empty database with that many passkeys, and the rows that belong to them. Returns the users whose
 * authenticators are available: they were enrolled through the verbs, throughout the filling.
 */
export async function fill({ app, database, passkeys, people }: FillInput): Promise<readonly Person[]> {
  await database.storage.schema?.migrate()
  const templates = await writeTemplates(app, database)
  const now = app.now()
  const enrolled: Person[] = []
  for (let slice = 0; slice < slices; slice++) {
    for (const table of tablesOf(templates)) {
      const { share, own } = fillerTables[table]
      const upTo = (slicesFilled: number) => Math.floor((passkeys * share * slicesFilled) / slices)
      const row = (number: number): Row => ({ ...templates[table], ...own(number, now) })
      await insertRows({ db: database.db, table, from: upTo(slice), to: upTo(slice + 1), row })
    }
    const wanted = Math.floor((people * (slice + 1)) / slices)
    while (enrolled.length < wanted) enrolled.push(await enroll(app, `person-${enrolled.length}`))
  }
  return enrolled
}

function tablesOf(templates: Templates): readonly FillerTable[] {
  return Object.keys(templates) as FillerTable[]
}

/** Writes one row of each kind through the adapter, and reads it back as stored. */
async function writeTemplates(app: App, { db }: OpenDatabase): Promise<Templates> {
  const person = await enroll(app, 'template')
  await app.passkeys.signIn.finish(await beginSignIn(app, person))
  await app.storage.codes.create([sampleCode()], [])
  await app.storage.rates.hit('template', 60, app.now())
  await app.passkeys.admin.policy.setOrganization({
    organizationId: 'template',
    policy: { limit: 5 },
    expectedVersion: 0,
    actor: { id: 'admin' },
  })
  return {
    latchkey_accounts: await readOne(db, 'latchkey_accounts'),
    latchkey_passkeys: await readOne(db, 'latchkey_passkeys'),
    latchkey_spent: await readOne(db, 'latchkey_spent'),
    latchkey_events: await readOne(db, 'latchkey_events'),
    latchkey_codes: withBuffers(await readOne(db, 'latchkey_codes')),
    latchkey_rates: await readOne(db, 'latchkey_rates'),
    latchkey_stored_policies: await readOne(db, 'latchkey_stored_policies'),
  }
}

async function readOne(db: Kysely<unknown>, table: FillerTable): Promise<Row> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)}`.execute(db)
  const [row] = rows
  if (!row) throw new RangeError(`${table} is empty.`)
  return row
}

/** libsql gives an `ArrayBuffer`, and takes none. */
function withBuffers(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value instanceof ArrayBuffer ? Buffer.from(value) : value]),
  )
}
