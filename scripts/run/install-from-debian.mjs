// Packages of Debian, where this is Debian and we may install them. Built-ins only.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'

/** Whether the package is there now. */
export function installFromDebian(name) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !runs('/usr/bin/apt-get')) return false
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  const install = () => spawnSync('apt-get', ['install', '-y', '--no-install-recommends', name], quiet).status === 0
  return install() || (spawnSync('apt-get', ['update'], quiet).status === 0 && install())
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
