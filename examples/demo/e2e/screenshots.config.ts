import { fileURLToPath } from 'node:url'
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'
import usual from '../../../playwright.config.js'

/** `npm run screenshots`: the only run that writes into the work tree, namely `docs/images`. */
const config: PlaywrightTestConfig = defineConfig({
  ...usual,
  testDir: fileURLToPath(new URL('.', import.meta.url)),
  testMatch: 'screenshots.ts',
  workers: 1,
  timeout: 600_000,
})

export default config
