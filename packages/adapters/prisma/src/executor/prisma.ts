/** What Latchkey calls of a Prisma client, or of a transaction of one. */
export interface Prisma {
  $queryRawUnsafe(text: string, ...values: unknown[]): Promise<unknown>
  $executeRawUnsafe(text: string, ...values: unknown[]): Promise<number>
  /** On a transaction it is a savepoint. */
  $transaction<Answer>(work: (transaction: Prisma) => Promise<Answer>, options?: object): Promise<Answer>
  /** A transaction has none. */
  readonly $connect?: unknown
  /** What the schema names as the provider of its data source. */
  readonly _activeProvider?: unknown
}

/** What is passed instead of a client, how to recognize it, and what to write. The first match applies. */
const mistakes: readonly { readonly is: string; readonly members: readonly string[]; readonly write: string }[] = [
  {
    is: 'a transaction of a Prisma before 7.10, or a client without raw queries',
    members: ['$queryRaw'],
    write: 'install Prisma from 7.10',
  },
  { is: 'a Kysely instance', members: ['getExecutor', 'selectFrom'], write: 'call kyselyStorage(db) for it' },
  { is: 'a Drizzle database', members: ['$client'], write: 'call drizzleStorage(db) for it' },
  { is: 'a driver adapter', members: ['adapterName', 'connect'], write: 'pass new PrismaClient({ adapter })' },
  { is: 'a promise', members: ['then', 'catch'], write: 'await it first' },
]

/** @throws {TypeError} for a value that is not a Prisma 7 client or a transaction of one; the message says what to pass. */
export function assertPrisma(client: unknown): asserts client is Prisma {
  if (
    ['$queryRawUnsafe', '$executeRawUnsafe', '$transaction'].every(
      (name) => typeof memberOf(client, name) === 'function',
    )
  )
    return
  const mistake = mistakes.find(({ members }) => members.every((name) => memberOf(client, name) !== undefined))
  const isObject = typeof client === 'object' && client !== null
  const is = mistake?.is ?? (isObject ? 'an object that is not a Prisma client' : typeof client)
  throw new TypeError(`prismaStorage was given ${is}; ${mistake?.write ?? 'pass new PrismaClient({ adapter })'}.`)
}

/** A client is a proxy, and not all of its members are among its keys. */
function memberOf(value: unknown, name: string): unknown {
  const isAnything = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isAnything ? Reflect.get(value, name) : undefined
}
