import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { type App, createApp } from '../app.js'
import type { Evidence } from '../checks/evidence.js'
import { readSnapshot } from '../checks/snapshot.js'
import { type Journal, openJournal } from '../journal/open-journal.js'
import { type Journals, journalPath, readJournals } from '../journal/read-journals.js'
import { openDatabase } from '../open-database.js'
import type { DatabaseServer } from '../servers/database-server.js'

/** One database and the journals of all processes that work on it; this process is one of them. */
export interface Stage {
  readonly server: DatabaseServer
  readonly address: string
  /** The folder of the journals. */
  readonly journals: string
  readonly app: App
  readonly db: Kysely<unknown>
  readonly journal: Journal
  read(): Journals
  takeEvidence(): Promise<Evidence>
  close(): Promise<void>
}

export async function openStage(server: DatabaseServer, name: string): Promise<Stage> {
  const address = await server.create(name)
  const journals = mkdtempSync(join(tmpdir(), 'latchkey-journals-'))
  const { db, storage } = openDatabase({ address, name: 'observer' })
  await storage.schema?.migrate()
  const read = () => readJournals(journals)
  return {
    server,
    address,
    journals,
    app: createApp(storage),
    db,
    journal: openJournal(journalPath(journals, 'observer')),
    read,
    takeEvidence: async () => {
      const before = read()
      const snapshot = await readSnapshot(db)
      return { before, snapshot, after: read() }
    },
    close: async () => {
      await db.destroy()
      rmSync(journals, { recursive: true, force: true })
    },
  }
}
