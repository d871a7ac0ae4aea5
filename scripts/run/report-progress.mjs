// Prints a line every few seconds while `npm ci` runs in a folder. Ends with the process that started it.
// Arguments: the folder, and what is installed there.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const everyMs = 5_000
const [folder, what] = process.argv.slice(2)
const startedAt = Date.now()

process.stdin.resume().once('close', () => process.exit())
setInterval(() => {
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  const unpacked = countPackages(join(folder, 'node_modules'))
  console.log(`  ${what}, ${seconds} s: ${unpacked === 0 ? 'downloading packages' : `${unpacked} packages unpacked`} …`)
}, everyMs)

function countPackages(modules) {
  const names = namesIn(modules).filter((name) => !name.startsWith('.'))
  return names.reduce((sum, name) => sum + (name.startsWith('@') ? namesIn(join(modules, name)).length : 1), 0)
}

/** npm creates and moves folders meanwhile. */
function namesIn(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
