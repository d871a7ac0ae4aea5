import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { NoServer } from './database-server.js'

const folder = new URL('.', import.meta.url)
const providers = ['sqlite', 'postgresql'] as const

/** A provider of Prisma that the tests have a client for. */
export type PrismaProvider = (typeof providers)[number]

/** The client that Prisma has generated from the schema of this name. */
export function generatedPrisma(provider: PrismaProvider): URL {
  return new URL(`.generated/prisma/${provider}/client.ts`, folder)
}

/**
 * Generates the clients of Prisma that the tests use, where the schema or the packages are newer than they are.
 *
 * @throws {NoServer} where Prisma is not installed.
 */
export async function generatePrisma(): Promise<void> {
  const installed = modifiedAt(new URL('node_modules/.package-lock.json', folder))
  if (modifiedAt(new URL('node_modules/prisma/package.json', folder)) === undefined || installed === undefined) {
    throw new NoServer('Prisma (not installed; npm ci in scripts/databases)')
  }
  await Promise.all(providers.map((provider) => generate(provider, installed)))
}

async function generate(provider: PrismaProvider, installed: number): Promise<void> {
  const schema = new URL(`prisma/${provider}.prisma`, folder)
  const generated = modifiedAt(generatedPrisma(provider)) ?? 0
  if (generated > installed && generated > (modifiedAt(schema) ?? 0)) return
  const program = fileURLToPath(new URL('node_modules/prisma/build/index.js', folder))
  await promisify(execFile)(process.execPath, [program, 'generate', '--schema', fileURLToPath(schema)], {
    cwd: folder,
    // Nothing of it runs here; without a path of it Prisma would download one.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: 'true' },
  })
}

function modifiedAt(file: URL): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs
}
