import { defaultClientConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import projects from './vitest.workspace.js'

/** Sources, not builds: every package's `exports` names its `src` under this condition. */
const source = '@latchkey/source'

/** The runtime whose platform is tested, if it is not Node's: see `scripts/runtimes/lanes.ts`. */
const runtime = process.env.LATCHKEY_RUNTIME ? [process.env.LATCHKEY_RUNTIME] : []

export default defineConfig({
  resolve: { conditions: [source, ...runtime, ...defaultClientConditions] },
  // Vitest hands these on to Node itself, where `import` or `module` would mislead a `require`.
  ssr: { resolve: { conditions: [source, ...runtime] } },
  // A worker for each core: tests wait for servers and programs, and no other work runs beside them.
  test: {
    projects,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    // For the processes that tests start: see `scripts/run/tsx.mjs`.
    env: { TSX_DISABLE_CACHE: '1' },
  },
})
