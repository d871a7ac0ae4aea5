import { createRequire } from 'node:module'

/** Where the clients are generated; undefined where Prisma is not installed, which was said before. */
const generated = process.env.LATCHKEY_PRISMA
const loadApart = createRequire(new URL('../../package.json', generated ?? import.meta.url))

/** What a schema of Prisma names as its provider. */
type PrismaProvider = 'sqlite' | 'postgresql'

/** A client of Prisma, or a transaction of one, with the model of the tests. */
export interface AnyPrisma {
  $transaction<Answer>(work: (transaction: AnyPrisma) => Promise<Answer>): Promise<Answer>
  $queryRawUnsafe(text: string): Promise<unknown>
  $executeRawUnsafe(text: string): Promise<number>
  readonly appUser: AppUsers
}

/** The tests create its table. */
interface AppUsers {
  create(given: { readonly data: { readonly name: string } }): Promise<unknown>
  findMany(given: object): Promise<readonly { readonly name: string }[]>
  deleteMany(given?: object): Promise<unknown>
  count(): Promise<number>
}

export interface AnyClient extends AnyPrisma {
  $disconnect(): Promise<void>
  $extends(extension: object): AnyClient
}

/** What Prisma has generated. */
export interface GeneratedPrisma {
  readonly PrismaClient: new (options: { readonly adapter: object }) => AnyClient
}

export const isPrismaHere = generated !== undefined

export async function loadPrisma(provider: PrismaProvider): Promise<GeneratedPrisma> {
  return import(/* @vite-ignore */ new URL(`${provider}/client.mjs`, generated).href)
}

export function sqliteAdapter(path: string): object {
  const { PrismaBetterSqlite3 } = loadApart('@prisma/adapter-better-sqlite3')
  return new PrismaBetterSqlite3({ url: `file:${path}` })
}

/** The driver adapter of PostgreSQL, as its module exports it. */
export function loadPgAdapter(): { readonly PrismaPg: new (options: object) => object } {
  return loadApart('@prisma/adapter-pg')
}
