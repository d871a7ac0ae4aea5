import { existsSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import type { TestProjectConfiguration } from 'vitest/config'
import { chromiumArguments, findChromium } from './scripts/run/chromium.mjs'

/** What runs on servers, which are started for it. */
const onDatabases = [
  'packages/adapters/{d1,drizzle,kysely,prisma,sql}/test/**/*.test.ts',
  'packages/core/test/numbers/**/*.test.ts',
]

/** Where Prisma is not installed, and so has generated no client; the servers' set-up says it, and fails in CI. */
const withoutPrisma = existsSync(new URL('scripts/databases/node_modules/prisma', import.meta.url))
  ? []
  : ['packages/adapters/prisma/**']

/** What replaces a module for everybody, or counts in what no file before it has called. */
const inOwnProcess = [
  'packages/core/test/webauthn/second-opinion/{not-installed,other-results}.test.ts',
  'packages/core/test/webauthn/verify/effort.test.ts',
]

/** What runs inside a page of Chromium. */
const inChromium = ['packages/{browser,elements}/test/*.test.ts', 'packages/react/test/*.test.tsx']

/** Whole pages, which are opened from Node: policies, frames, the back/forward cache, servers that fail. */
const pages = ['packages/{browser,elements,testing}/test/pages/**/*.test.ts']

/** What only checks documents, reports and the shape of the source: part of `npm run gates`, not of `npm test`. */
const gates = ['scripts/test/{docs,gates,mutation}/**/*.test.ts']

/**
 * The test projects: everything that runs in Node, and what needs a real Chromium. Read by `vitest.config.ts`. Without
 * isolation, the files that a worker is given share the modules that they import: a test leaves them as they were.
 */
const projects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      name: 'node',
      include: [
        'packages/**/test/**/*.test.ts',
        '{scripts,faults,fuzz}/test/**/*.test.ts',
        'examples/*/test/**/*.test.ts',
      ],
      exclude: ['**/node_modules/**', ...inChromium, ...pages, ...onDatabases, ...inOwnProcess, ...gates],
      isolate: false,
      setupFiles: ['test-support/fixed-seed.ts', 'test-support/ready-rsa-keys.ts'],
    },
  },
  {
    extends: true,
    test: {
      name: 'own-process',
      include: inOwnProcess,
      setupFiles: ['test-support/fixed-seed.ts', 'test-support/ready-rsa-keys.ts'],
    },
  },
  {
    extends: true,
    test: {
      name: 'gates',
      include: gates,
    },
  },
  {
    extends: true,
    test: {
      name: 'databases',
      include: onDatabases,
      exclude: ['**/node_modules/**', ...withoutPrisma],
      isolate: false,
      setupFiles: ['test-support/fixed-seed.ts', 'test-support/ready-rsa-keys.ts'],
      globalSetup: ['scripts/databases/start-databases.ts'],
    },
  },
  {
    extends: true,
    test: {
      name: 'pages',
      include: pages,
    },
  },
  {
    extends: true,
    // Loaded lazily by the client: found late, it would make Vite reload the page in the middle of a test.
    optimizeDeps: { include: ['@simplewebauthn/browser', 'react', 'react-dom/client', 'react/jsx-dev-runtime'] },
    test: {
      name: 'browser',
      include: inChromium,
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
