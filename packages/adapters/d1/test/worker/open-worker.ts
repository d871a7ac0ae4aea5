import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { D1Database } from '@latchkey/d1'
import { Miniflare, type RequestInfo, type RequestInit, type Response } from 'miniflare'
import { afterAll, beforeAll } from 'vitest'
import { bundleWorker } from './bundle-worker.js'

export interface OpenWorker {
  /** Sends the Worker a request. */
  fetch(input: RequestInfo, init?: RequestInit): Promise<Response>
  /** Its D1 database, from outside. */
  readonly database: D1Database
}

/** The Worker in workerd with an empty D1 database, from before the first test around the call until after the last. */
export function openWorker(entry: URL): () => OpenWorker {
  let folder: string
  let miniflare: Miniflare
  let open: OpenWorker

  beforeAll(async () => {
    folder = mkdtempSync(join(memoryOrDisk(), 'latchkey-d1-'))
    miniflare = new Miniflare({
      modules: [{ type: 'ESModule', path: 'worker.mjs', contents: await bundleWorker(entry) }],
      d1Persist: folder,
      compatibilityDate: '2026-04-01',
      compatibilityFlags: ['nodejs_compat'],
      d1Databases: ['DB'],
      bindings: { SECRET: 'a secret of at least 32 bytes, for tests' },
    })
    open = {
      fetch: (input, init) => miniflare.dispatchFetch(input, init),
      database: await miniflare.getD1Database('DB'),
    }
  })

  afterAll(async () => {
    await miniflare.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  return () => open
}

/** Each change waits for the disk; files in memory need none. */
function memoryOrDisk(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}
