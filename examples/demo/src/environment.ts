import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readOrCreateSecret } from './read-or-create-secret.js'

const defaultDataDir = fileURLToPath(new URL('../../../.data', import.meta.url))

export interface Environment {
  readonly port: number
  /** Where browsers reach the app; passkeys are bound to its host. */
  readonly origin: string
  readonly databaseFile: string
  /** The community's list of passkey providers, `combined_aaguid.json`. Optional. */
  readonly providersFile: string
  /** Seals the passkey ceremonies. */
  readonly secret: Uint8Array
  /** Signs the webhooks. The receiver verifies them with it. */
  readonly webhookSecret: string
  /** The admins' password. The server prints it when it starts. */
  readonly adminPassword: string
}

/** From `PORT` and `DATA_DIR`, each with a default. */
export const environment: Environment = readEnvironment(process.env)

function readEnvironment({ PORT = '3000', DATA_DIR = defaultDataDir }: NodeJS.ProcessEnv): Environment {
  const dataDir = resolve(DATA_DIR)
  // Only the owner of the process can read the database, even in a folder that already existed.
  process.umask(0o077)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const port = parsePort(PORT)
  return {
    port,
    origin: `http://localhost:${port}`,
    databaseFile: join(dataDir, 'fieldnotes.db'),
    providersFile: join(dataDir, 'providers.json'),
    secret: new Uint8Array(readOrCreateSecret(join(dataDir, 'secret'), randomBytes(32))),
    webhookSecret: String(
      readOrCreateSecret(join(dataDir, 'webhook-secret'), `whsec_${randomBytes(32).toString('base64')}`),
    ),
    adminPassword: String(readOrCreateSecret(join(dataDir, 'admin-password'), randomBytes(12).toString('base64url'))),
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new TypeError(`PORT is '${text}'; write 1 to 65535.`)
  return port
}
