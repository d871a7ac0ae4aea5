import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { NoServer } from './database-server.js'

const folder = new URL('.', import.meta.url)
const providers = ['sqlite', 'postgresql'] as const

/**
 * Generates the clients of Prisma that the tests use, where the schema or the packages are newer than they are. Returns the
 * folder of the clients, `sqlite/client.mjs` and `postgresql/client.mjs`.
 *
 * @throws {NoServer} where Prisma is not installed.
 */
export async function generatePrisma(): Promise<URL> {
  const installed = modifiedAt(new URL('node_modules/.package-lock.json', folder))
  if (modifiedAt(new URL('node_modules/prisma/package.json', folder)) === undefined || installed === undefined) {
    throw new NoServer('Prisma (not installed; npm ci in scripts/databases)')
  }
  const generated = new URL('.generated/prisma/', folder)
  await Promise.all(
    providers.map(async (provider) => {
      const schema = new URL(`prisma/${provider}.prisma`, folder)
      const client = new URL(`${provider}/client.mjs`, generated)
      const newest = Math.max(installed, modifiedAt(schema) ?? 0)
      if ((modifiedAt(client) ?? 0) <= newest) await generate(schema, client)
    }),
  )
  return generated
}

async function generate(schema: URL, client: URL): Promise<void> {
  const program = fileURLToPath(new URL('node_modules/prisma/build/index.js', folder))
  await promisify(execFile)(process.execPath, [program, 'generate', '--schema', fileURLToPath(schema)], {
    cwd: folder,
    // Nothing of it runs here; without a path of it Prisma would download one.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: 'true' },
  })
  // A process of its own runs it without TypeScript.
  await build({
    entryPoints: [fileURLToPath(new URL('client.ts', client))],
    outfile: fileURLToPath(client),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
}

function modifiedAt(file: URL): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs
}
