import { kyselyStorage } from '@latchkey/kysely'
import { sampleEvent, samplePasskey, sampleTogether } from '@latchkey/testing'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  DummyDriver,
  Kysely,
  MysqlAdapter,
  PostgresAdapter,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { describe, expect, test, vi } from 'vitest'

/** What a driver throws. */
interface DriverError {
  readonly code: string
  readonly errcode?: number
}

interface Failure {
  /** The statements that begin so fail. */
  readonly statement: string
  readonly error: DriverError
  /** How long the driver waits before it fails. */
  readonly afterMs?: number
}

interface Failing {
  readonly adapter: DialectAdapter
  readonly failures: readonly Failure[]
  /** How often something fails, before all goes well. */
  readonly times: number
}

/** A database that returns one changed row for every change, and fails as configured; a read finds nothing. */
function openFailing({ adapter, failures, times }: Failing) {
  const sent: string[] = []
  let left = times
  const send = (sql: string) => {
    sent.push(sql)
    const failure = failures.find(({ statement }) => sql.startsWith(statement))
    if (failure?.afterMs) vi.advanceTimersByTime(failure.afterMs)
    if (failure && left-- > 0) throw Object.assign(new Error('As configured.'), failure.error)
  }
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql }: CompiledQuery): Promise<QueryResult<Row>> => {
      send(sql)
      return { rows: (sql.startsWith('select') ? [] : [{}]) as Row[], numAffectedRows: 1n }
    },
    streamQuery: () => {
      throw new Error('Nothing is streamed.')
    },
  }
  const driver = Object.assign(new DummyDriver(), {
    acquireConnection: async () => connection,
    beginTransaction: async () => send('begin'),
    commitTransaction: async () => send('commit'),
    rollbackTransaction: async () => send('rollback'),
  })
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => driver,
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
  return { db, sent, storage: kyselyStorage(db) }
}

const sqlite = { name: 'SQLite', adapter: new SqliteAdapter() }
const mysql = { name: 'MySQL', adapter: new MysqlAdapter() }
const postgres = { name: 'PostgreSQL', adapter: new PostgresAdapter() }

/** Each of them says that nothing was stored. */
const undone = [
  { ...sqlite, statement: 'begin', error: { code: 'SQLITE_BUSY' } },
  { ...sqlite, statement: 'delete', error: { code: 'SQLITE_BUSY' } },
  { ...sqlite, statement: 'delete', error: { code: 'SQLITE_BUSY_SNAPSHOT' } },
  { ...sqlite, statement: 'commit', error: { code: 'SQLITE_BUSY' } },
  { ...sqlite, statement: 'delete', error: { code: 'ERR_SQLITE_ERROR', errcode: 5 } },
  { ...sqlite, statement: 'delete', error: { code: 'ERR_SQLITE_ERROR', errcode: 517 } },
  { ...mysql, statement: 'delete', error: { code: 'ER_LOCK_DEADLOCK' } },
  { ...mysql, statement: 'insert', error: { code: 'ER_CHECKREAD' } },
  { ...mysql, statement: 'commit', error: { code: 'ER_LOCK_DEADLOCK' } },
  { ...postgres, statement: 'with', error: { code: '40P01' } },
  { ...postgres, statement: 'with', error: { code: '40001' } },
] as const

/** What was stored is unknown, or running it again would not help. */
const final = [
  { ...sqlite, statement: 'commit', error: { code: 'SQLITE_IOERR' } },
  { ...sqlite, statement: 'delete', error: { code: 'SQLITE_FULL' } },
  { ...sqlite, statement: 'insert', error: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } },
  { ...sqlite, statement: 'delete', error: { code: 'ERR_SQLITE_ERROR', errcode: 11 } },
  { ...mysql, statement: 'commit', error: { code: 'PROTOCOL_CONNECTION_LOST' } },
  { ...mysql, statement: 'delete', error: { code: 'ER_LOCK_WAIT_TIMEOUT' } },
  { ...mysql, statement: 'insert', error: { code: 'ER_DUP_ENTRY' } },
  { ...postgres, statement: 'with', error: { code: 'ECONNRESET' } },
  { ...postgres, statement: 'with', error: { code: '57P01' } },
  { ...postgres, statement: 'with', error: { code: '08006' } },
  { ...postgres, statement: 'with', error: { code: '23505' } },
] as const

const deadlock = { code: 'ER_LOCK_DEADLOCK' }

const revoke = (storage: ReturnType<typeof kyselyStorage>) => storage.codes.revoke('code-1', [sampleEvent(1)])
const attemptsIn = (sent: readonly string[]) => sent.filter((sql) => sql === 'begin' || sql.startsWith('with')).length

describe('a change that the database has undone is made again', () => {
  test.each(undone)('$name, $error.code at $statement', async (failing) => {
    const { storage, sent } = openFailing({ ...failing, failures: [failing], times: 3 })
    expect(await revoke(storage)).toBe('done')
    expect(attemptsIn(sent)).toBe(4)
  })

  test.each([sqlite, mysql, postgres])(
    'on $name: ten times, and then it rejects with the error',
    async ({ name, adapter }) => {
      const failures = undone.filter((failing) => failing.name === name)
      const { storage, sent } = openFailing({ adapter, failures, times: Number.POSITIVE_INFINITY })
      await expect(revoke(storage)).rejects.toMatchObject({ message: 'As configured.' })
      expect(attemptsIn(sent)).toBe(10)
    },
  )

  test('not again when the driver itself has waited long enough', async () => {
    const failures = [{ statement: 'begin', error: { code: 'SQLITE_BUSY' }, afterMs: 5000 }]
    const { storage, sent } = openFailing({ ...sqlite, failures, times: 2 })
    vi.useFakeTimers({ toFake: ['performance'] })
    const rejection = await revoke(storage).catch((error: unknown) => error)
    vi.useRealTimers()
    expect(rejection).toMatchObject({ code: 'SQLITE_BUSY' })
    expect(attemptsIn(sent)).toBe(1)
  })

  test('a migration is, too', async () => {
    const failures = [{ statement: 'begin', error: { code: 'SQLITE_BUSY' } }]
    const { storage, sent } = openFailing({ ...sqlite, failures, times: 3 })
    expect(await storage.schema?.migrate()).toMatchObject({ current: 0 })
    expect(sent.slice(1, 5)).toEqual(['begin', 'begin', 'begin', 'begin'])
  })

  test('createUser is called again with it', async () => {
    const failures = [{ statement: 'commit', error: deadlock }]
    const { storage } = openFailing({ ...mysql, failures, times: 2 })
    const called: unknown[] = []
    const createUser = async (transaction: unknown) => void called.push(transaction)
    expect(await storage.passkeys.add(samplePasskey(), sampleTogether({ createUser }))).toBe('added')
    expect(new Set(called).size).toBe(3)
  })
})

describe('a change is made once only', () => {
  test.each(final)(
    'when it may have been stored, or would fail again: $name, $error.code at $statement',
    async (failing) => {
      const { storage, sent } = openFailing({ ...failing, failures: [failing], times: 1 })
      await expect(revoke(storage)).rejects.toMatchObject(failing.error)
      expect(attemptsIn(sent)).toBe(1)
    },
  )

  test.each(undone.filter(({ statement }) => !['begin', 'commit'].includes(statement)))(
    "in the host's transaction, which is the host's to begin again: $name, $error.code at $statement",
    async (failing) => {
      const { db, sent } = openFailing({ ...failing, failures: [failing], times: 1 })
      const attempt = db.transaction().execute((transaction) => revoke(kyselyStorage(transaction)))
      await expect(attempt).rejects.toMatchObject(failing.error)
      expect(sent.filter((sql) => sql.startsWith(failing.statement))).toHaveLength(1)
    },
  )
})

test('where the savepoint is gone with its transaction, the error that says why comes through', async () => {
  const failures = [
    { statement: 'delete', error: deadlock },
    { statement: 'rollback to', error: { code: 'ER_SP_DOES_NOT_EXIST' } },
  ]
  const { db } = openFailing({ ...mysql, failures, times: 2 })
  const attempt = db.transaction().execute((transaction) => revoke(kyselyStorage(transaction)))
  await expect(attempt).rejects.toMatchObject(deadlock)
})
