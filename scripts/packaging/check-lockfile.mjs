// The lockfile installs everywhere. npm leaves the binaries of other platforms out when it makes a lockfile beside a
// `node_modules` that lacks them, and then an installation on a Mac or on Windows breaks without a word.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is wrong with a lockfile, as lines to print. */
export function checkLockfile(root, text = readFileSync(join(root, 'package-lock.json'), 'utf8')) {
  const { packages } = JSON.parse(text)
  return Object.entries(packages).flatMap(([path, entry]) => [
    ...missingOptionals(packages, path, entry),
    ...notAnywhere(path, entry),
  ])
}

/** npm never installs an optional dependency that the lockfile does not name in the wanted version. */
function missingOptionals(packages, path, { optionalDependencies = {} }) {
  return Object.entries(optionalDependencies).flatMap(([name, range]) => {
    const found = lookUp(packages, path, name)
    if (found === undefined) return [`${path}: ${name}@${range} has no entry`]
    const otherVersion = /^\d/.test(range) && found.version !== range
    return otherVersion ? [`${path}: ${name} is ${found.version}, wanted is ${range}`] : []
  })
}

/** As Node resolves a package: from the folder of the importing package, upwards. */
function lookUp(packages, path, name) {
  const found = packages[path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`]
  if (found !== undefined || path === '') return found
  return lookUp(packages, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}

/** What is installed is known by its digest, and may come from whichever registry the user has configured. */
function notAnywhere(path, { link, integrity, resolved = '' }) {
  const isOurs = link === true || resolved.startsWith('file:') || !path.includes('node_modules/')
  return [
    ...(isOurs || /^sha512-/.test(integrity) ? [] : [`${path}: no sha512 digest`]),
    ...(resolved.includes('//') ? [`${path}: resolved names a host`] : []),
  ]
}
