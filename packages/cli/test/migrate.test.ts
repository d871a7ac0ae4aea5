import { kyselyStorage } from '@latchkey/kysely'
import type { SchemaTool } from '@latchkey/storage'
import { Kysely, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import { beforeEach, describe, expect, test } from 'vitest'
import { schemaConfig } from './schema-config.js'
import { useWorkplace } from './use-workplace.js'

const here = useWorkplace()

/** Looks into the database as another process. */
async function look<Seen>(see: (schema: SchemaTool, file: Libsql.Database) => Promise<Seen> | Seen): Promise<Seen> {
  const file = new Libsql(here.workplace.databaseFile)
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: file }) })
  const { schema } = kyselyStorage(db)
  if (schema === undefined) throw new TypeError('This adapter has a schema.')
  try {
    return await see(schema, file)
  } finally {
    await db.destroy()
  }
}

function tables(): Promise<readonly unknown[]> {
  return look((_, file) => file.prepare('select name from sqlite_master').all())
}

describe('latchkey migrate on a SQLite file', () => {
  beforeEach(() => {
    here.workplace.write('latchkey.config.mjs', here.command.configFrom('sqlite'))
  })

  test('brings an empty database to where the adapter wants it, and says so', async () => {
    const { wanted } = await look((schema) => schema.status())
    expect(await here.workplace.latchkey('migrate')).toEqual({
      exitCode: 0,
      stdout: `The schema was at 0 and is up to date at ${wanted}.\n`,
      stderr: '',
    })
    expect(await look((schema) => schema.status())).toEqual({ current: wanted, wanted })
  })

  test('says of a database that lacks nothing that it is up to date', async () => {
    const { wanted } = await look((schema) => schema.migrate())
    expect(await here.workplace.latchkey('migrate')).toEqual({
      exitCode: 0,
      stdout: `The schema is up to date at ${wanted}.\n`,
      stderr: '',
    })
  })

  test('two at once both succeed', async () => {
    const both = await Promise.all([here.workplace.latchkey('migrate'), here.workplace.latchkey('migrate')])
    expect(both.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual([
      { exitCode: 0, stderr: '' },
      { exitCode: 0, stderr: '' },
    ])
    const { current, wanted } = await look((schema) => schema.status())
    expect(current).toBe(wanted)
  })

  test('--status of an empty database says where it is, ends with 1 and makes no table', async () => {
    const { wanted } = await look((schema) => schema.status())
    expect(await here.workplace.latchkey('migrate', '--status')).toEqual({
      exitCode: 1,
      stdout: `current: 0\nwanted: ${wanted}\n`,
      stderr: '',
    })
    expect(await tables()).toEqual([])
  })

  test('--status of a migrated database ends with 0', async () => {
    const { wanted } = await look((schema) => schema.migrate())
    expect(await here.workplace.latchkey('migrate', '--status')).toEqual({
      exitCode: 0,
      stdout: `current: ${wanted}\nwanted: ${wanted}\n`,
      stderr: '',
    })
  })

  test('--sql prints the statements of the adapter and runs none', async () => {
    const sql = await look((schema) => schema.sql())
    expect(await here.workplace.latchkey('migrate', '--sql')).toEqual({ exitCode: 0, stdout: sql, stderr: '' })
    expect(await tables()).toEqual([])
  })

  test('a database on which the printed statements were run is up to date', async () => {
    const { stdout } = await here.workplace.latchkey('migrate', '--sql')
    await look((_, file) => file.exec(stdout))
    expect((await here.workplace.latchkey('migrate', '--status')).exitCode).toBe(0)
  })

  test('--sql --from prints the statements after that migration', async () => {
    const { wanted } = await look((schema) => schema.status())
    const sql = await look((schema) => schema.sql(wanted))
    const { stdout } = await here.workplace.latchkey('migrate', '--sql', '--from', `${wanted}`)
    expect(stdout).toBe(sql)
  })

  test('a file that is no database is an error of the storage', async () => {
    here.workplace.write('app.db', 'This is a text of some length, and no database.'.repeat(100))
    const { exitCode, stdout, stderr } = await here.workplace.latchkey('migrate', '--status')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^latchkey: .*not a database/s)
  })
})

describe('latchkey migrate with a storage without a schema', () => {
  test.each([
    { parameters: [], stdout: 'This storage has no schema: there is nothing to migrate.\n' },
    { parameters: ['--status'], stdout: 'This storage has no schema: there is nothing to migrate.\n' },
    { parameters: ['--sql'], stdout: '-- This storage has no schema: there is nothing to migrate.\n' },
  ])('with $parameters says that there is nothing to migrate', async ({ parameters, stdout }) => {
    here.workplace.write('latchkey.config.mjs', here.command.configFrom('memory'))
    expect(await here.workplace.latchkey('migrate', ...parameters)).toEqual({ exitCode: 0, stdout, stderr: '' })
  })
})

describe('latchkey migrate with a schema that is not as it should be', () => {
  test.each([{ parameters: ['migrate'] }, { parameters: ['migrate', '--status'] }])(
    '$parameters refuses one that is newer than the adapter',
    async ({ parameters }) => {
      here.workplace.write('latchkey.config.mjs', `${schemaConfig({ current: 3, wanted: 2 })}; export { storage }`)
      const { exitCode, stderr } = await here.workplace.latchkey(...parameters)
      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr:
          'latchkey: schema_newer: The schema is at 3, and the newest that this adapter knows is 2. ' +
          'Install the version of the adapter that migrated it, or a newer one.\n',
      })
    },
  )

  test('a migration that leaves it behind is an error', async () => {
    here.workplace.write(
      'latchkey.config.mjs',
      `${schemaConfig({ current: 0, wanted: 2, migrated: 1 })}; export { storage }`,
    )
    const { exitCode, stderr } = await here.workplace.latchkey('migrate')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'migrated\nlatchkey: schema_behind: The migrations have run, but the schema is at 1 of 2.\n',
    })
  })
})

describe('the parameters', () => {
  test.each([
    { parameters: [], problem: 'Usage: latchkey' },
    { parameters: ['migrated'], problem: "error: unknown command 'migrated'" },
    { parameters: ['migrate', '--statsu'], problem: "error: unknown option '--statsu'" },
    { parameters: ['migrate', '--sql', '--status'], problem: "error: option '--sql' cannot be used with" },
    { parameters: ['migrate', '--from', '1'], problem: 'error: --from goes with --sql' },
    { parameters: ['migrate', '--sql', '--from', '-1'], problem: "error: option '--from <number>' argument '-1' is" },
  ])('$parameters end with 2', async ({ parameters, problem }) => {
    const { exitCode, stdout, stderr } = await here.workplace.latchkey(...parameters)
    expect({ exitCode, stdout, stderr: stderr.slice(0, problem.length) }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: problem,
    })
  })

  test.each([[['--help']], [['migrate', '--help']]])('%s explains itself without colours', async (parameters) => {
    const { exitCode, stdout } = await here.workplace.latchkey(...parameters)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Usage: latchkey /)
    expect(stdout).not.toContain('\u001b')
  })
})
