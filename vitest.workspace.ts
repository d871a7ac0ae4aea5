import { playwright } from '@vitest/browser-playwright'
import type { TestProjectConfiguration } from 'vitest/config'
import { chromiumArguments, findChromium } from './scripts/chromium.mjs'

/** What runs on servers, which are started for it. */
const onDatabases = ['packages/adapters/kysely/test/**/*.test.ts', 'packages/core/test/numbers/**/*.test.ts']

/** The test projects: everything that runs in Node, and what needs a real Chromium. Read by `vitest.config.ts`. */
const projects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      name: 'node',
      include: ['packages/**/test/**/*.test.ts', '{scripts,faults}/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
      exclude: ['**/node_modules/**', 'packages/browser/**', ...onDatabases],
    },
  },
  {
    extends: true,
    test: {
      name: 'databases',
      include: onDatabases,
      globalSetup: ['scripts/databases/start-databases.ts'],
    },
  },
  {
    extends: true,
    // Loaded lazily by the client: found late, it would make Vite reload the page in the middle of a test.
    optimizeDeps: { include: ['@simplewebauthn/browser'] },
    test: {
      name: 'browser',
      include: ['packages/browser/test/**/*.test.ts'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: { executablePath: findChromium() ?? 'chromium', args: [...chromiumArguments] },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  },
]

export default projects
