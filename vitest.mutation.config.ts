import { generateKeyPairSync } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { defaultClientConditions, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { keepThread } from './scripts/mutation/keep-thread.js'

const source = '@latchkey/source'
const core = fileURLToPath(new URL('packages/core/src/', import.meta.url))

/** What judges mutants, in this order: what is quick and close to the code comes first, and the first failure ends a run. */
const judges = [
  'parse/*.test.ts',
  'policy/*.test.ts',
  'prompt/*.test.ts',
  'ceremony/*.test.ts',
  'verify/*.test.ts',
  'vectors/w3c-examples.test.ts',
  'vectors/published-vectors.test.ts',
  'assurance/*.test.ts',
  'admin/{import-rows,policies,admin-enroll}.test.ts',
  'flows/{enroll,sign-in,sign-up,policy,authenticators}.test.ts',
]
/** Many cases of what others show with one. */
const slow = ['verify/{many-signatures,effort,no-crash}.test.ts']

/** Vitest would begin with what took longest. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const folders = judges.map((pattern) => pattern.slice(0, pattern.indexOf('/') + 1))
    const place = ({ moduleId }: TestSpecification) =>
      folders.findIndex((folder) => moduleId.includes(`/core/test/${folder}`))
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

const rsaKeys = Array.from({ length: 4 }, () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
)

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
    ],
  },
  ssr: { resolve: { conditions: [source] } },
  test: {
    include: judges.map((pattern) => `packages/core/test/${pattern}`),
    exclude: slow.map((pattern) => `packages/core/test/${pattern}`),
    setupFiles: ['scripts/mutation/switch-off-mutant.ts', 'scripts/mutation/ready-rsa-keys.ts'],
    env: { LATCHKEY_RSA_KEYS: JSON.stringify(rsaKeys) },
    sequence: { sequencer: InOrder },
    isolate: false,
    testTimeout: 15_000,
  },
})
