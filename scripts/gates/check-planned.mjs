// Names that nothing uses yet are marked in the table "Planned" of docs/policy.md: policy fields, error codes and events. A
// name without a use and without a row fails, and so does a row whose name has a use.
import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'

const page = 'docs/policy.md'
const [begin, end] = ['<!-- planned -->', '<!-- end of planned -->']

/** Each kind of name: where the names are declared, and the sources in which a use counts. */
const kinds = {
  field: {
    declared: 'packages/core/src/policy/policy-fields.ts',
    wordOf: (path) => path.split('.').at(-1),
    names: (source) => fieldPaths(objectOf(source, 'policyFields')),
    counts: (path) =>
      path.startsWith('packages/core/src/') &&
      !/\/policy\/(policy-fields|effective-policy|policy-rules)\.ts$/.test(path),
  },
  code: {
    declared: 'packages/wire/src/errors.ts',
    names: (source) => keysOf(objectOf(source, 'errorTable')),
    counts: (path) => /^packages\/(core|http)\/src\//.test(path),
  },
  event: {
    declared: 'packages/storage/src/events.ts',
    names: (source) => membersOf(source, 'EventName'),
    counts: (path) => path.startsWith('packages/core/src/') && !path.endsWith('/events/event-data.ts'),
  },
}

/** Every declared name that nothing uses, such as `code too_many_tries`. */
export function findUnused(root) {
  const sources = sourcesOf(root)
  return Object.entries(kinds).flatMap(([kind, it]) => unusedNames(root, sources, it).map((name) => `${kind} ${name}`))
}

/** What is wrong with the table of the page, as lines to print. */
export function comparePlanned(unused, text) {
  const marked = plannedRows(text)
  return [
    ...unused
      .filter((it) => !marked.includes(it))
      .map((it) => `${page}: nothing uses the ${it}: mark it as planned, or remove it`),
    ...marked
      .filter((it) => !unused.includes(it))
      .map((it) => `${page}: the ${it} is marked as planned, but it has a use or does not exist: remove the row`),
  ]
}

/** The rows: | `name` | kind | planned | meaning | */
function plannedRows(text) {
  const table = text.split(begin)[1]?.split(end)[0] ?? ''
  return [...table.matchAll(/^\| `([^`]+)` \| (\w+) \| planned \|/gm)].map(([, name, kind]) => `${kind} ${name}`)
}

function unusedNames(root, sources, { declared, names, counts, wordOf = (name) => name }) {
  const used = new Set([...sources].filter(([path]) => counts(path)).flatMap(([, words]) => words))
  return names(parse(join(root, declared))).filter((name) => !used.has(wordOf(name)))
}

/** The identifiers and texts of every source, by its path; a comment is no use. */
function sourcesOf(root) {
  const folders = ['packages/core/src', 'packages/http/src']
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name).split(sep).join('/')),
  )
  return new Map(paths.map((path) => [path, wordsOf(parse(join(root, path)))]))
}

function wordsOf(source) {
  const words = []
  const visit = (node) => {
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) words.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return words
}

function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}

/** The object that a constant is, without `as const` and `satisfies`. */
function objectOf(source, name) {
  const declarations = source.statements.filter(ts.isVariableStatement).flatMap((it) => it.declarationList.declarations)
  let value = declarations.find((it) => it.name.text === name)?.initializer
  while (value && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))) value = value.expression
  if (!value || !ts.isObjectLiteralExpression(value)) throw new Error(`${source.fileName} has no object ${name}`)
  return value
}

function keysOf(object) {
  return object.properties.map(({ name }) => name.text)
}

/** `mode`, `userVerification.enroll`: every value of the policy by its path. */
function fieldPaths(object, prefix = '') {
  return object.properties.flatMap(({ name, initializer }) =>
    ts.isObjectLiteralExpression(initializer)
      ? fieldPaths(initializer, `${prefix}${name.text}.`)
      : [`${prefix}${name.text}`],
  )
}

/** The texts of a union type. */
function membersOf(source, name) {
  const type = source.statements.find((it) => ts.isTypeAliasDeclaration(it) && it.name.text === name)?.type
  if (!type || !ts.isUnionTypeNode(type)) throw new Error(`${source.fileName} has no union ${name}`)
  return type.types.map(({ literal }) => literal.text)
}

function main() {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const problems = comparePlanned(findUnused(root), readFileSync(join(root, page), 'utf8'))
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exit(1)
  console.log('Planned: every name has a use, or a row in docs/policy.md.')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main()
