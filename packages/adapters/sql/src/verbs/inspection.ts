import { assertStorable, assertStorableLimit, type InspectionStore, type ServerState } from '@latchkey/storage'
import type { Database } from '../database/database.js'
import { inspectionStatements, serverQueries, sqliteSettings } from '../statements/inspection.js'
import { type DriverNumber, toNumber } from '../values/driver-values.js'

const day = 24 * 60 * 60 * 1000

interface RelyingPartyRow {
  readonly rp_id: string
  readonly passkeys: DriverNumber
  readonly users: DriverNumber
}

export function sqlInspection(database: Database): InspectionStore {
  const statements = inspectionStatements(database)
  return {
    relyingParties: async () => {
      const rows = await database.read<RelyingPartyRow>(statements.relyingParties({}))
      return rows.map(({ rp_id: rpId, passkeys, users }) => ({
        rpId,
        passkeys: toNumber(passkeys),
        users: toNumber(users),
      }))
    },
    sweepable: (now, limit) => countSweepable(database, statements, { now, limit }),
    unsettled: async (rpId, limit) => {
      assertStorable({ rpId })
      assertStorableLimit(limit)
      const [counted] = await database.read<{ waiting: DriverNumber }>(
        statements.countUnsettled({ rp_id: rpId, limit }),
      )
      const [oldest] = await database.read<{ at: DriverNumber }>(statements.oldestUnsettled({ rp_id: rpId, limit: 1 }))
      return { count: toNumber(counted?.waiting ?? 0), ...(oldest && { oldestAt: toNumber(oldest.at) }) }
    },
    server: () => readServer(database),
  }
}

type Statements = ReturnType<typeof inspectionStatements>

/** Codes have two reasons and one limit. */
async function countSweepable(
  database: Database,
  { sweepable }: Statements,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<number> {
  assertStorableLimit(limit)
  const counts = new Map<string, number>()
  for (const { kind, keptDays, count } of limit === 0 ? [] : sweepable) {
    const before = keptDays === 0 ? now + 1 : now - keptDays * day
    const [row] = await database.read<{ rows_due: DriverNumber }>(count({ before, limit }))
    counts.set(kind, Math.min(limit, (counts.get(kind) ?? 0) + toNumber(row?.rows_due ?? 0)))
  }
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

type Settings = Readonly<Record<string, unknown>>

async function readServer(database: Database): Promise<ServerState> {
  const { name } = database.dialect
  const text = serverQueries[name].trim().replace(/\s+/g, ' ')
  const [row] = await database.read<Settings & { readonly now: DriverNumber }>({ text, values: [] })
  if (row === undefined) throw new TypeError('The database returned no row for its clock.')
  const settings = name === 'sqlite' ? await readSqlite(database) : row
  return {
    now: toNumber(row.now),
    issues: wrongSettings[name].filter(({ isWrong }) => isWrong(settings)).map(({ message }) => message),
  }
}

/** A service that runs SQLite elsewhere has its own settings, and refuses to show them. */
async function readSqlite({ read, hasTransactions }: Database): Promise<Settings> {
  if (!hasTransactions) return {}
  const text = sqliteSettings.trim().replace(/\s+/g, ' ')
  const [row = {}] = await read<Settings>({ text, values: [] }).catch(() => [])
  return row
}

interface WrongSetting {
  isWrong(settings: Settings): boolean
  readonly message: string
}

const isOn = (value: unknown) => ['on', '1', 'ON'].includes(String(value))

/** Settings with which an acknowledged write can be lost, or nothing can be written. */
const wrongSettings = {
  postgres: [
    {
      isWrong: ({ synchronous_commit }) => synchronous_commit === 'off',
      message:
        'synchronous_commit is off: a crash loses writes that were acknowledged, and a ceremony could finish twice. Set synchronous_commit = on for this role.',
    },
    {
      isWrong: ({ read_only }) => isOn(read_only),
      message:
        'The connection is read-only (a replica, or default_transaction_read_only = on). Connect to the primary, with a role that may write.',
    },
    {
      isWrong: ({ encoding }) => encoding !== 'UTF8',
      message: 'The database does not use UTF8, so some names cannot be stored. Create it with ENCODING UTF8.',
    },
  ],
  mysql: [
    {
      isWrong: ({ sql_mode }) => !/STRICT_(?:TRANS|ALL)_TABLES/.test(String(sql_mode)),
      message:
        'sql_mode has no STRICT_TRANS_TABLES: values that do not fit are changed silently. Add it to sql_mode for this connection.',
    },
    {
      isWrong: ({ read_only }) => isOn(read_only),
      message: 'read_only is on: the server is a replica. Connect to the primary.',
    },
    {
      isWrong: ({ flush_log }) => String(flush_log) !== '1',
      message:
        'innodb_flush_log_at_trx_commit is not 1: a crash loses writes that were acknowledged, and a ceremony could finish twice. Set it to 1.',
    },
  ],
  sqlite: [
    {
      isWrong: ({ journal_mode }) => ['off', 'memory'].includes(String(journal_mode)),
      message: 'journal_mode is off or memory: a crash destroys the database. Run: pragma journal_mode = wal.',
    },
    {
      isWrong: ({ synchronous }) => String(synchronous) === '0',
      message:
        'synchronous is off: a crash loses writes that were acknowledged. Run on each connection: pragma synchronous = full.',
    },
  ],
} as const satisfies Readonly<Record<Database['dialect']['name'], readonly WrongSetting[]>>
