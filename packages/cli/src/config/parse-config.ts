import type { DeliverInput, Passkeys } from '@latchkey/core'
import type { PasskeyStorage, SchemaTool } from '@latchkey/storage'
import { CommandError } from '../command-error.js'

/** The exports of a config module: by name, as its default export, or by a function as its default export. */
export interface Config {
  readonly storage: PasskeyStorage
  /** The result of `createPasskeys`. `migrate` does without it, and then takes the environment from its option. */
  readonly passkeys?: Pick<Passkeys, 'admin' | 'events' | 'doctor' | 'environment' | 'relyingParty' | 'relyingParties'>
  /** Where `deliver` delivers events: what `events.deliver` takes as `to`. */
  readonly deliverTo?: DeliverInput['to']
  /** Closes what the storage has open. Called once, after the command's work, whether or not that succeeded. */
  readonly close?: () => unknown
}

const stores = [
  'passkeys',
  'accounts',
  'policies',
  'codes',
  'events',
  'rates',
] as const satisfies readonly (keyof PasskeyStorage)[]

const schemaVerbs = ['status', 'migrate', 'sql'] as const satisfies readonly (keyof SchemaTool)[]

/**
 * Checks that a config exports a storage, and that `passkeys`, `deliverTo` and `close`, if present, have the right types.
 *
 * @throws {CommandError} `config_invalid` with what the config exports instead.
 */
export function parseConfig(given: unknown, path: string): Config {
  const problem = problemOf(given)
  if (problem === undefined) return given as Config
  throw new CommandError(
    'config_invalid',
    `${path}: ${problem}. It has to export { storage, passkeys?, deliverTo?, close? }: ${forms}.`,
  )
}

const forms = 'by these names, as its default export, or by a function that is its default export'

function problemOf(given: unknown): string | undefined {
  if (!isRecord(given)) return `the config gives ${kindOf(given)}`
  const { storage, passkeys, deliverTo, close } = given
  if (storage === undefined) return `the config gives no storage, but ${Object.keys(given).join(', ') || 'nothing'}`
  if (!isRecord(storage)) return `storage is ${kindOf(storage)}`
  const missing = stores.filter((name) => !isRecord(storage[name]))
  if (missing.length > 0) return `storage is not a Latchkey storage: it lacks ${missing.join(', ')}`
  if (storage.schema !== undefined && !isSchemaTool(storage.schema)) return 'storage.schema is not a schema tool'
  if (passkeys !== undefined && !isPasskeys(passkeys)) return 'passkeys is not what createPasskeys makes'
  if (deliverTo !== undefined && !isTarget(deliverTo)) return `deliverTo is ${kindOf(deliverTo)}`
  return close === undefined || typeof close === 'function' ? undefined : `close is ${kindOf(close)}`
}

function kindOf(value: unknown): string {
  return value === undefined || value === null ? String(value) : `a value of type ${typeof value}`
}

function isSchemaTool(schema: unknown): boolean {
  return isRecord(schema) && schemaVerbs.every((verb) => typeof schema[verb] === 'function')
}

function isPasskeys(passkeys: unknown): boolean {
  if (!isRecord(passkeys) || !isRecord(passkeys.admin) || !isRecord(passkeys.events)) return false
  const { admin, events } = passkeys
  return [admin.import, admin.export, events.deliver].every((verb) => typeof verb === 'function')
}

/** As far as it can be seen without the storage; `events.deliver` checks the rest. */
function isTarget(deliverTo: unknown): boolean {
  return typeof deliverTo === 'function' || isRecord(deliverTo)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
