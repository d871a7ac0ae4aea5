import { type PrismaStorageOptions, prismaStorage } from '@latchkey/prisma'
import type { SqlStorage } from '@latchkey/sql'
import {
  type AnyClient,
  loadPgAdapter,
  loadPrisma,
  sqliteAdapter,
} from '../../../../test-support/adapters/prisma-clients.js'

export interface OpenDatabase {
  readonly prisma: AnyClient
  readonly storage: SqlStorage<unknown>
  close(): Promise<void>
}

const [sqlite, postgresql] = await Promise.all([loadPrisma('sqlite'), loadPrisma('postgresql')])

/** How to open the text before the colon of an address. */
const clients: Readonly<Record<string, (address: string) => AnyClient>> = {
  sqlite: (address) => new sqlite.PrismaClient({ adapter: sqliteAdapter(address.replace('sqlite:', '')) }),
  postgres: (connectionString) => {
    const { PrismaPg } = loadPgAdapter()
    return new postgresql.PrismaClient({ adapter: new PrismaPg({ connectionString, max: 10 }) })
  },
}

/** A client of its own; any process may open an address. */
export function openDatabase(address: string, options?: PrismaStorageOptions): OpenDatabase {
  const prisma = clients[address.slice(0, address.indexOf(':'))]?.(address)
  if (!prisma) throw new TypeError(`No database is opened by '${address}'.`)
  const storage = prismaStorage(prisma, options) as SqlStorage<unknown>
  return { prisma, storage, close: () => prisma.$disconnect() }
}
