import { fileURLToPath } from 'node:url'
import { defaultClientConditions, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { failedLoading } from './scripts/mutation/failed-loading.js'
import { folderOf, mutatedFolders, testsOf } from './scripts/mutation/folders.js'
import { keepThread } from './scripts/mutation/keep-thread.js'

const source = '@latchkey/source'
const core = fileURLToPath(new URL('packages/core/src/', import.meta.url))
const http = fileURLToPath(new URL('packages/http/src/', import.meta.url))
const judges: readonly string[] = mutatedFolders[folderOf(process.env.LATCHKEY_MUTATED ?? 'verify')]

/** Vitest would begin with what took longest. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      judges.findIndex((judge) => moduleId.includes(testsOf(judge).replace(/\*?\.test\.ts$/, '')))
    return [...files].sort((left, right) => place(left) - place(right))
  }
}

/** Stryker names a pool of its own; a plugin has the last word. */
const inKeptThread: Plugin = {
  name: 'kept-thread',
  configureVitest: ({ project }) => {
    const pool = keepThread()
    Object.assign(project.config, { pool: pool.name, poolRunner: pool })
  },
}

/**
 * `@latchkey/core` is named as files, because the links in `node_modules` lead to the code that is not mutated. All files
 * of all runs share one thread, which loads the code once.
 */
export default defineConfig({
  plugins: [inKeptThread],
  resolve: {
    conditions: [source, ...defaultClientConditions],
    alias: [
      { find: /^@latchkey\/core$/, replacement: `${core}index.ts` },
      { find: /^@latchkey\/core\/(webauthn|second-opinion)$/, replacement: `${core}$1.ts` },
      { find: /^@latchkey\/http$/, replacement: `${http}index.ts` },
    ],
  },
  ssr: { resolve: { conditions: [source] } },
  test: {
    include: judges.map((judge) => `packages/${testsOf(judge)}`),
    setupFiles: [
      'scripts/mutation/switch-off-mutant.ts',
      'scripts/mutation/load-first.ts',
      'test-support/ready-rsa-keys.ts',
    ],
    reporters: [failedLoading],
    sequence: { sequencer: InOrder },
    isolate: false,
    testTimeout: 15_000,
  },
})
