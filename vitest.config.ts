import { defineConfig, type ViteUserConfig } from 'vitest/config'
import projects from './vitest.workspace.js'

/** Sources, not builds: every package's `exports` names its `src` under this condition. */
const conditions = ['@latchkey/source', 'module', 'import', 'default']

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { projects, testTimeout: 15_000 },
})

export default config
