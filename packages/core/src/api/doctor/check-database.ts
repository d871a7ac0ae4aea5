import type { SchemaTool } from '@latchkey/storage'
import { ask } from '../../context/ask-storage.js'
import type { Context } from '../../context/context.js'
import type { DoctorCheck } from './doctor.js'
import { type Finding, finding } from './findings.js'

const differsMs = 5_000
/** A ceremony that begins this far ahead of the clock that finishes it is refused. */
const wrongMs = 60_000

/** The tables are those of this release, and the database has sane settings and the right time. */
export const checkDatabase: DoctorCheck = async (context) => {
  const schema = await checkSchema(context.settings.storage.schema)
  return schema.length > 0 ? schema : checkServer(context)
}

async function checkSchema(schema: SchemaTool | undefined): Promise<readonly Finding[]> {
  if (schema === undefined) return []
  const counts = await ask(() => schema.status())
  const { current, wanted } = counts
  if (current < wanted) {
    const message = `The database is at migration ${current}, and this release needs ${wanted}. Run latchkey migrate.`
    return [finding('schema_behind', message, { ...counts })]
  }
  if (current > wanted) {
    const message = `The database is at migration ${current}, and this release knows only ${wanted}. Install the release that migrated it, or a newer one.`
    return [finding('schema_newer', message, { ...counts })]
  }
  const issues = await ask(async () => (await schema.issues?.()) ?? [])
  return issues.map((message) => finding('tables_foreign', message))
}

/** Half of the time that the question takes is doubt, not difference. */
async function checkServer({ settings, store }: Context): Promise<readonly Finding[]> {
  // A storage that cannot be inspected must at least answer.
  if (!store.inspection) return store.passkeys.page({ rpId: settings.relyingParty.id, limit: 1 }).then(() => [])
  const before = settings.now()
  const { now, issues } = await store.inspection.server()
  const after = settings.now()
  const difference = now - (before + after) / 2
  const surely = Math.max(0, Math.abs(difference) - Math.abs(after - before) / 2)
  return [...issues.map((message) => finding('database_settings', message)), ...clock(surely, difference)]
}

function clock(surelyMs: number, difference: number): readonly Finding[] {
  if (surelyMs < differsMs) return []
  const seconds = Math.round(surelyMs / 1000)
  const side = difference > 0 ? 'behind' : 'ahead of'
  const message = `The clock of this process is ${seconds} seconds ${side} that of the database. Synchronize both with NTP. Otherwise ceremonies expire early or are refused.`
  return [finding(surelyMs < wrongMs ? 'clock_differs' : 'clock_wrong', message, { seconds })]
}
