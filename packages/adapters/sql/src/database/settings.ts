import type { SqlExecutor } from './sql-executor.js'

/** @throws {TypeError} if the driver returns rows as lists of values. */
export function assertRowsAreObjects(rows: readonly unknown[]): void {
  if (!Array.isArray(rows[0])) return
  throw new TypeError(
    'The database driver returns rows as arrays. Configure it to return objects (mysql2: rowsAsArray: false; pg: no rowMode).',
  )
}

/**
 * The same executor, which on MariaDB and MySQL reads the settings of the session before it runs the first statement.
 * They are those of every connection of a pool.
 */
export function withSettingsChecked<HostTransaction>(
  executor: SqlExecutor<HostTransaction>,
): SqlExecutor<HostTransaction> {
  const { run, transaction } = executor
  if (executor.dialect !== 'mysql' || executor.isNested || transaction === undefined) return executor
  let checked: Promise<void> | undefined
  const check = () => {
    checked ??= checkSession(executor).catch((error: unknown) => {
      checked = undefined
      throw error
    })
    return checked
  }
  return {
    dialect: 'mysql',
    run: async (text, values) => {
      await check()
      return run(text, values)
    },
    transaction: async (work, options) => {
      await check()
      return transaction(work, options)
    },
  }
}

const settings = `
  select @@session.sql_mode as sql_mode, @@session.character_set_client as character_set, @@session.autocommit as autocommit`

async function checkSession({ run }: SqlExecutor): Promise<void> {
  const [row = {}] = (await run(settings.trim(), [])).rows
  const read = (name: string) => String(Object.entries(row).find(([column]) => column === name)?.[1] ?? '')
  const modes = read('sql_mode').split(',')
  for (const { isWrong, message } of wrongSettings) {
    if (isWrong({ modes, characterSet: read('character_set'), autocommit: read('autocommit') }))
      throw new TypeError(message)
  }
}

interface Session {
  readonly modes: readonly string[]
  readonly characterSet: string
  readonly autocommit: string
}

const wrongSettings: readonly { isWrong(session: Session): boolean; readonly message: string }[] = [
  {
    isWrong: ({ characterSet }) => characterSet !== '' && characterSet !== 'utf8mb4',
    message:
      "The connection to MariaDB or MySQL does not use utf8mb4, so that texts would change silently: set charset: 'utf8mb4' in the driver.",
  },
  {
    isWrong: ({ autocommit }) => autocommit === '0',
    message:
      'The connection to MariaDB or MySQL has autocommit = 0, so that single statements would not be stored. Set autocommit = 1.',
  },
  {
    isWrong: ({ modes }) => modes.includes('NO_BACKSLASH_ESCAPES'),
    message:
      "The connection to MariaDB or MySQL has NO_BACKSLASH_ESCAPES in sql_mode, which the driver's escaping does not know: remove it for this connection.",
  },
  {
    isWrong: ({ modes }) => modes.includes('ORACLE'),
    message:
      'The connection to MariaDB or MySQL has ORACLE in sql_mode, which changes the SQL syntax. Remove it for this connection.',
  },
]
