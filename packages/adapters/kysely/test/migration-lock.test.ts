import { kyselyStorage } from '@latchkey/kysely'
import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  type QueryResult,
} from 'kysely'
import { describe, expect, test } from 'vitest'

/** A server that grants the lock; what is sent from the first statement that begins so on, is answered by an error. */
function openBreaking(statement: string, errors: readonly Error[]) {
  const sent: string[] = []
  let left = errors
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql }: CompiledQuery): Promise<QueryResult<Row>> => {
      sent.push(sql)
      const isBroken = sql.startsWith(statement) || left.length < errors.length
      const [error, ...others] = left
      if (isBroken && error) {
        left = others
        throw error
      }
      const rows: unknown[] = sql.startsWith('select get_lock') ? [{ held: 1 }] : []
      return { rows: rows as Row[] }
    },
    streamQuery: () => {
      throw new Error('Nothing is streamed.')
    },
  }
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new MysqlAdapter(),
      createDriver: () => Object.assign(new DummyDriver(), { acquireConnection: async () => connection }),
      createIntrospector: (kysely) => new MysqlIntrospector(kysely),
      createQueryCompiler: () => new MysqlQueryCompiler(),
    },
  })
  return { schema: kyselyStorage(db).schema, sent }
}

describe('migrate() on MySQL', () => {
  test('rejects with the error of the migration where the connection broke, not with that of the lock', async () => {
    const [lost, closed] = [new Error('The connection was lost.'), new Error('The connection is closed.')]
    const { schema, sent } = openBreaking('create table', [lost, closed])
    await expect(schema?.migrate()).rejects.toBe(lost)
    expect(sent.at(-1)).toContain('release_lock')
  })

  test('gives the lock back where a statement failed and the connection is whole', async () => {
    const failed = new Error('The disk is full.')
    const { schema, sent } = openBreaking('create table', [failed])
    await expect(schema?.migrate()).rejects.toBe(failed)
    expect(sent.filter((sql) => sql.includes('get_lock')).length).toBe(1)
    expect(sent.at(-1)).toContain('release_lock')
  })
})
