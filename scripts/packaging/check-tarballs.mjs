// The packed packages, file by file: what a manifest names is there, what no user needs is not, and publint and attw
// find nothing.
import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { inPairs, runProgram } from '../run/run-program.mjs'

/** What is wrong with these tarballs, as lines to print. */
export async function checkTarballs(root, packed) {
  const found = await inPairs(packed, async (it) => [
    ...checkFiles(it),
    ...checkLicense(root, it),
    ...checkPrograms(root, it),
    ...(await checkWithPublint(it)),
    ...(await checkWithAttw(root, it)),
  ])
  return found.flat()
}

const wanted = ['package.json', 'README.md', 'LICENSE']
const unwanted = /(?:^|\/)(?:test|node_modules)\/|\.test\.|(?:^|\/)tsconfig/

/**
 * Files that are missing or should not be there. The condition `@latchkey/source` is published, and so is what it
 * points to: a manifest that is the same in the project and in the registry cannot be right in only one of them.
 */
export function checkFiles({ name, manifest, files }) {
  const named = [...targetsOf(manifest.exports), ...targetsOf(manifest.bin), manifest.main, manifest.types]
  const targets = named.flatMap((path) => (path === undefined ? [] : [path.replace(/^\.\//, '')]))
  const missing = [...new Set([...wanted, ...targets])].filter((path) => !files.includes(path))
  return [
    ...missing.map((path) => `${name}: ${path} is not in the tarball`),
    ...files.filter((path) => unwanted.test(path)).map((path) => `${name}: ${path} should not be in the tarball`),
  ]
}

function targetsOf(target) {
  if (typeof target === 'string') return [target]
  return Object.values(target ?? {}).flatMap(targetsOf)
}

function checkLicense(root, { name, folder }) {
  const own = readFileSync(join(root, folder, 'LICENSE'), 'utf8')
  return own === readFileSync(join(root, 'LICENSE'), 'utf8') ? [] : [`${name}: LICENSE differs from the project's`]
}

function checkPrograms(root, { name, folder, files }) {
  const programs = files.filter((path) => /\.c?js$/.test(path))
  return programs.flatMap((path) => checkBuiltins(`${name}: ${path}`, readFileSync(join(root, folder, path), 'utf8')))
}

/** Imports of Node's own modules without `node:`, which Workers and some bundlers do not find, as lines to print. */
export function checkBuiltins(name, program) {
  const imports = program.matchAll(/(?:\bfrom |\bimport |\bimport\(|\brequire\()["']([\w/]+)["']/g)
  const bare = [...imports].map(([, specifier]) => specifier).filter((specifier) => isBuiltin(specifier))
  return bare.map((specifier) => `${name} imports ${specifier}, not node:${specifier}`)
}

async function checkWithPublint({ name, tarball }) {
  const bytes = readFileSync(tarball)
  const archive = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const { messages, pkg } = await publint({ pack: { tarball: archive }, strict: true })
  return messages.map((message) => `${name}: publint: ${formatMessage(message, pkg, { color: false })}`)
}

async function checkWithAttw(root, { name, tarball }) {
  const program = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  const options = [program, tarball, '--profile', 'node16', '--format', 'ascii', '--no-color', '--no-emoji']
  return runProgram(process.execPath, options, root).then(
    () => [],
    (error) => [`${name}: attw: ${error.message}`],
  )
}
