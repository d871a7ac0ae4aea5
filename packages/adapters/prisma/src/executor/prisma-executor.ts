import { type DialectName, type SqlExecutor, type SqlResult, type SqlTransaction, serialize } from '@latchkey/sql'
import { driverErrorOf, undoneErrorOf } from './driver-error.js'
import type { Prisma } from './prisma.js'
import { returnsRows } from './returns-rows.js'

/** Longer than Prisma's own, which a queue of writers on SQLite would meet. */
const patience = { maxWait: 15_000, timeout: 15_000 } as const

/** Runs statements through your app's Prisma, and so on its connections and in its transactions. */
export function prismaExecutor(client: Prisma, dialect: DialectName): SqlExecutor<Prisma> {
  if (client.$connect === undefined) return withinTransaction(client, dialect)
  const run = runOn(client, dialect)
  const transaction: SqlExecutor<Prisma>['transaction'] = (work) => inTransaction({ client, dialect, work })
  if (dialect !== 'sqlite') return { dialect, run, transaction }
  return {
    dialect,
    // SQLite has one connection: a write by itself would become a part of a transaction that is open on it.
    run: (text, values) =>
      isRead(text) ? run(text, values) : inTransaction({ client, dialect, work: (own) => own.run(text, values) }),
    transaction,
  }
}

/** Savepoints are a stack: simultaneous ones of one transaction would undo each other. */
const turns = new WeakMap<Prisma, ReturnType<typeof serialize>>()

/** A transaction that your app has begun. */
function withinTransaction(client: Prisma, dialect: DialectName): SqlExecutor<Prisma> {
  const inTurn = turns.get(client) ?? serialize()
  turns.set(client, inTurn)
  const run = runOn(client, dialect)
  return {
    dialect,
    isNested: true,
    run: (text, values) => inTurn(() => run(text, values)),
    transaction: (work) => inTurn(() => inTransaction({ client, dialect, work })),
  }
}

interface Transacting<Answer> {
  readonly client: Prisma
  readonly dialect: DialectName
  work(own: SqlTransaction<Prisma>): Promise<Answer>
}

/** What the work rejects with passes through unchanged, unless it means that all has to be run again. */
async function inTransaction<Answer>({ client, dialect, work }: Transacting<Answer>): Promise<Answer> {
  const rejections: unknown[] = []
  const observed = (own: Prisma) =>
    work({ run: runOn(own, dialect), host: own }).catch((error: unknown) => {
      rejections.push(error)
      throw error
    })
  try {
    // Prisma writes into the options of a transaction within another.
    return await client.$transaction(observed, { ...patience })
  } catch (error) {
    throw rejections.length > 0 ? undoneErrorOf(rejections[0], dialect) : driverErrorOf(error, dialect)
  }
}

function runOn(client: Prisma, dialect: DialectName): SqlTransaction['run'] {
  return async (text, values): Promise<SqlResult> => {
    try {
      if (!returnsRows(text)) return { rows: [], changes: await client.$executeRawUnsafe(text, ...values) }
      const rows = (await client.$queryRawUnsafe(text, ...values)) as object[]
      return { rows, changes: rows.length }
    } catch (error) {
      throw driverErrorOf(error, dialect)
    }
  }
}

function isRead(text: string): boolean {
  return /^select\b/i.test(text)
}
