import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { generatedPrisma, type PrismaProvider } from '../../scripts/databases/generate-prisma.js'

const loadApart = createRequire(new URL('../../scripts/databases/package.json', import.meta.url))

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

/** Where it is not, that was said when the servers were to be started. */
export function isGenerated(provider: PrismaProvider): boolean {
  return existsSync(generatedPrisma(provider))
}

export async function loadPrisma(provider: PrismaProvider): Promise<GeneratedPrisma> {
  return import(generatedPrisma(provider).href)
}

export function sqliteAdapter(path: string): object {
  const { PrismaBetterSqlite3 } = loadApart('@prisma/adapter-better-sqlite3')
  return new PrismaBetterSqlite3({ url: `file:${path}` })
}

/** The driver adapter of PostgreSQL, as its module exports it. */
export function loadPgAdapter(): { readonly PrismaPg: new (options: object) => object } {
  return loadApart('@prisma/adapter-pg')
}
