import { fileURLToPath } from 'node:url'
import { defaultClientConditions } from 'vite'
import { defineConfig } from 'vitest/config'

const source = '@latchkey/source'
const core = fileURLToPath(new URL('packages/core/src/', import.meta.url))

/**
 * What judges mutants of core: its own tests, but for those that need a database server or compare thousands of cases.
 * `@latchkey/core` is named as files, because the links in `node_modules` lead to the code that is not mutated.
 */
export default defineConfig({
  resolve: {
    conditions: [source, ...defaultClientConditions],
    alias: [
      { find: /^@latchkey\/core$/, replacement: `${core}index.ts` },
      { find: /^@latchkey\/core\/(webauthn|second-opinion)$/, replacement: `${core}$1.ts` },
    ],
  },
  ssr: { resolve: { conditions: [source] } },
  test: {
    include: ['packages/core/test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'packages/core/test/{numbers,differential}/**', '**/on-sqlite.test.ts'],
    testTimeout: 15_000,
  },
})
