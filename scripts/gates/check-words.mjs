// Plain English: a short list of words and phrases that need no judgment, in code, comments, docs and texts of pages.
// `words-baseline.json` counts what is left in each folder. A count may only shrink; a folder that is not listed has none.
// `npm run words -- --write` writes the smaller counts.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Parts of identifiers count as well. */
const anywhere = ['warden', 'complaint', 'whoever', 'nobody', 'somebody', 'anybody', 'organisation']
const phrases = ['laxer', 'for good', 'is told', 'tells of', 'comes into being', 'stands twice', 'all the same']
const listed = new RegExp([...anywhere, ...phrases.map((it) => `\\b${it.replaceAll(' ', '\\s+')}\\b`)].join('|'), 'gi')

/** The list itself, its test, files that others wrote, and files that a script writes. */
const exceptions = [
  /^scripts\/gates\/(check-words\.mjs|words-baseline\.json)$/,
  /^scripts\/test\/gates\/check-words\.test\.ts$/,
  /^docs\/reference\//,
  /(^|\/)(package-lock\.json|LICENSE)$/,
  /^scripts\/mutation\/judged-lines\.json$/,
]

const isText = /\.(ts|mts|mjs|js|cjs|css|html|md|json|yml)$|^\.ci\/run$/

/** Every use in one file, as lines to print. A changeset may name what it replaces, as code. */
export function findWords(path, text) {
  const checked = path.startsWith('.changeset/') ? text.replaceAll(/`[^`\n]*`/g, '') : text
  return [...checked.matchAll(listed)].map((match) => {
    const line = checked.slice(0, match.index).split('\n').length
    return `${path}:${line}: ${match[0].replaceAll(/\s+/g, ' ')}`
  })
}

/** `packages/core/src`, `packages/adapters/kysely/test`, `examples/demo/src`; else the first folder, or `.`. */
export function folderOf(path) {
  const parts = path.split('/')
  const depth = path.startsWith('packages/adapters/') ? 4 : /^(packages|examples)\//.test(path) ? 3 : 1
  return parts.slice(0, Math.min(depth, parts.length - 1)).join('/') || '.'
}

/** Folders that have more uses than the baseline allows, as lines to print; and the smaller counts. */
export function compareWords(uses, baseline) {
  const byFolder = groupByFolder(uses)
  const counts = [...byFolder].map(([folder, lines]) => [folder, lines.length])
  const worse = counts.filter(([folder, count]) => count > (baseline[folder] ?? 0))
  return {
    problems: worse.flatMap(([folder, count]) => [
      ...byFolder.get(folder),
      `${folder}: ${count} uses, and ${baseline[folder] ?? 0} are allowed. Write it in plain English (CONTRIBUTING.md).`,
    ]),
    smaller: Object.fromEntries(
      counts.map(([folder, count]) => [folder, Math.min(count, baseline[folder] ?? 0)]).sort(byName),
    ),
  }
}

function groupByFolder(uses) {
  const folders = [...new Set(uses.map(folderOf))]
  return new Map(folders.map((folder) => [folder, uses.filter((use) => folderOf(use) === folder)]))
}

function byName([left], [right]) {
  return left < right ? -1 : 1
}

function usesBelow(root) {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
  const isChecked = (path) =>
    isText.test(path) && !exceptions.some((it) => it.test(path)) && existsSync(join(root, path))
  const checked = files.filter(isChecked)
  return checked.flatMap((path) => findWords(path, readFileSync(join(root, path), 'utf8')))
}

function main() {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const baselineFile = new URL('words-baseline.json', import.meta.url)
  const { problems, smaller } = compareWords(usesBelow(root), JSON.parse(readFileSync(baselineFile, 'utf8')))
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) return process.exit(1)
  if (process.argv.includes('--write')) writeFileSync(baselineFile, `${JSON.stringify(smaller, null, 2)}\n`)
  const left = Object.values(smaller).reduce((sum, count) => sum + count, 0)
  console.log(left === 0 ? 'Words: none of the list is used.' : `Words: ${left} uses are left, none is new.`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main()
