import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PasskeyStorage } from '@latchkey/storage'
import { open } from 'lmdb'
import { lmdbStorage } from '../src/lmdb-storage.js'

export interface OpenStorage {
  readonly storage: PasskeyStorage
  close(): Promise<void>
}

/** `flush: false` lets the system decide when to write to the disk: faster, and sufficient for a test. */
export function openStorage(path: string, { flush = false } = {}): OpenStorage {
  const lmdb = open({ path, maxDbs: 32, overlappingSync: false, noSync: !flush })
  return { storage: lmdbStorage(lmdb), close: () => lmdb.close() }
}

export interface TemporaryFolder {
  readonly path: string
  remove(): void
}

export function makeFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-lmdb-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
