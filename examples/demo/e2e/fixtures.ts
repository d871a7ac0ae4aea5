import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { findFreePort } from '../../../test-support/find-free-port.js'
import { type Admin, createAdmin } from './admin.js'
import { type DemoServer, startDemo } from './demo-server.js'
import { createPerson, type Person } from './person.js'
import { type AuthenticatorKind, createSocket, type VirtualAuthenticator } from './virtual-authenticator.js'

export interface Demo {
  readonly origin: string
  readonly dataDir: string
  /** Stops the server and starts another one on the same data. */
  restart(): Promise<void>
  /** Sets the server's clock ahead of the real time. It is reset after the test. */
  moveClock(milliseconds: number): Promise<void>
  /** The last one-time code that it has printed for this user; undefined if there is none. */
  codeFor(email: string): string | undefined
}

interface WorkerFixtures {
  readonly demo: Demo
}

interface Fixtures {
  readonly plugIn: (kind: AuthenticatorKind) => Promise<VirtualAuthenticator>
  readonly person: Person
  /** Sets policies. Policies and the clock are reset after the test. */
  readonly admin: Admin
}

/** A server with temporary data, a page without an authenticator, and a new user. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from the pattern
    async ({}, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'fieldnotes-'))
      const port = await findFreePort()
      let server: DemoServer = await startDemo({ port, dataDir })
      await use({
        origin: server.origin,
        dataDir,
        moveClock: (milliseconds) => server.moveClock(milliseconds),
        codeFor: (email) => server.codeFor(email),
        async restart() {
          await server.stop()
          server = await startDemo({ port, dataDir })
        },
      })
      await server.stop()
      await rm(dataDir, { recursive: true })
    },
    { scope: 'worker' },
  ],
  plugIn: async ({ page }, use) => use(await createSocket(page)),
  person: async ({ page, demo }, use) => {
    const email = `ada.${randomUUID()}@example.com`
    await use(createPerson({ page, origin: demo.origin, email }))
  },
  admin: async ({ demo }, use) => {
    const admin = createAdmin(demo)
    await use(admin)
    await demo.moveClock(0)
    await admin.reset()
  },
})
