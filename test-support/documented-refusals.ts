import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import type { ConformanceCase, MakeStorage } from '@latchkey/testing'
import { type DocumentedThrows, readThrows, withDocumentedThrows } from './documented-throws.js'

const contract = new URL('../packages/storage/src/', import.meta.url)
const sources = readdirSync(contract).filter((name) => /^(?:[a-z]+-store|passkey-storage)\.ts$/.test(name))

/** The classes of errors that the `@throws` of each verb of the storage contract lists. */
export const documentedRefusals: DocumentedThrows = readThrows(
  sources.map((name) => readFileSync(new URL(name, contract), 'utf8')),
)

/** What a verb refuses itself. Any other class is of the database, the driver or your app. */
const refusals = new Set(['RangeError', 'TypeError', 'SchemaError'])

/**
 * Runs a case of the conformance suite. It fails as well if a verb refuses with a class that its docstring does not list:
 * most cases accept any rejection.
 */
export async function runDocumented(run: ConformanceCase['run'], makeStorage: MakeStorage): Promise<void> {
  const unlisted: string[] = []
  const nameOf = (error: unknown) => (error instanceof Error && refusals.has(error.name) ? error.name : undefined)
  const contract = { throws: documentedRefusals, nameOf, onUnlisted: (message: string) => void unlisted.push(message) }
  await run(async () => withDocumentedThrows(await makeStorage(), contract))
  assert.deepEqual(unlisted, [])
}
