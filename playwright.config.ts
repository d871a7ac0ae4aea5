import { fileURLToPath } from 'node:url'
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'
import { chromiumArguments, findChromium } from './scripts/run/chromium.mjs'

/** The demo in a real Chromium. Each worker starts a server of its own, and each test brings people of its own; nothing is left in the work tree. */
const config: PlaywrightTestConfig = defineConfig({
  testDir: 'examples/demo/e2e',
  globalSetup: fileURLToPath(new URL('examples/demo/e2e/bundle-demo.ts', import.meta.url)),
  outputDir: fileURLToPath(new URL('node_modules/.cache/e2e', import.meta.url)),
  timeout: 180_000,
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  use: {
    launchOptions: { executablePath: findChromium() ?? 'chromium', args: [...chromiumArguments] },
    contextOptions: { reducedMotion: 'reduce' },
  },
})

export default config
