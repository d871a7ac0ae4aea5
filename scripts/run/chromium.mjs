// Where the tests' Chromium comes from. Built-ins only: this runs before anything is installed.
import { execFileSync } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { installFromDebian } from './install-from-debian.mjs'

/**
 * What a Chromium prepares for each window although no user types into an address bar: two pages of suggestions, in a
 * process of their own, which cost more than the page that is tested.
 */
const suggestions = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']

/** What Playwright switches off: Chromium believes the last `--disable-features` only, so that ours replaces Playwright's. */
const switchedOffByPlaywright = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
]

/** What a headless Chromium needs when it runs as root, offline and unattended. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // None is started in advance for a site that no test visits; what has storage of its own still gets its own.
  '--renderer-process-limit=1',
  `--disable-features=${[...switchedOffByPlaywright, ...suggestions].join(',')}`,
]

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** The absolute path of a Chromium on this machine, or undefined. `CHROMIUM_PATH` wins. */
export function findChromium() {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) return chosen
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...usualPlaces].find(runs) ?? playwrightsOwn()
}

/** Finds a Chromium or installs one; undefined when this machine cannot have one. */
export function ensureChromium() {
  return findChromium() ?? (installFromDebian('chromium') || installFromPlaywright() ? findChromium() : undefined)
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function playwrightsOwn() {
  const home = process.env.HOME ?? process.env.USERPROFILE ?? ''
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(home, '.cache/ms-playwright'),
    join(home, 'Library/Caches/ms-playwright'),
  ]
  const builds = caches.filter(Boolean).flatMap((cache) =>
    list(cache)
      .filter((name) => name.startsWith('chromium'))
      .map((name) => join(cache, name)),
  )
  const programs = [
    'chrome-linux/chrome',
    'chrome-linux/headless_shell',
    'chrome-headless-shell-linux64/chrome-headless-shell',
    'chrome-linux64/chrome',
  ]
  return builds.flatMap((build) => programs.map((program) => join(build, program))).find(runs)
}

function list(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function installFromPlaywright() {
  try {
    const cli = createRequire(import.meta.url).resolve('playwright-core/cli.js')
    execFileSync(process.execPath, [cli, 'install', '--only-shell', 'chromium'], { stdio: 'ignore', timeout: 180_000 })
    return true
  } catch {
    return false
  }
}
