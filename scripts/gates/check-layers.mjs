// Who may import whom: between the packages, and between the folders of core. TypeScript does not mind an undeclared
// import or a cycle between workspaces, so this does.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'

/** Each package, and those of ours that it may import; `type` means by `import type` only. */
export const packages = {
  wire: { folder: 'packages/wire', may: {} },
  storage: { folder: 'packages/storage', may: { wire: 'type' } },
  core: { folder: 'packages/core', may: { wire: 'value', storage: 'type' } },
  http: { folder: 'packages/http', may: { core: 'value', wire: 'value' } },
  browser: { folder: 'packages/browser', may: { wire: 'value' } },
  elements: { folder: 'packages/elements', may: { browser: 'type', wire: 'type' } },
  react: { folder: 'packages/react', may: { browser: 'value', wire: 'type' } },
  otel: { folder: 'packages/otel', may: { core: 'type', storage: 'type' } },
  testing: { folder: 'packages/testing', may: { storage: 'type', wire: 'value' } },
  memory: { folder: 'packages/adapters/memory', may: { storage: 'value', wire: 'value' } },
  sql: { folder: 'packages/adapters/sql', may: { storage: 'value', wire: 'value' } },
  kysely: { folder: 'packages/adapters/kysely', may: { sql: 'value' } },
  d1: { folder: 'packages/adapters/d1', may: { sql: 'value' } },
  drizzle: { folder: 'packages/adapters/drizzle', may: { sql: 'value' } },
  prisma: { folder: 'packages/adapters/prisma', may: { sql: 'value' } },
  redis: { folder: 'packages/adapters/redis', may: { storage: 'value' } },
  cli: { folder: 'packages/cli', may: { core: 'type', storage: 'type' } },
  create: { folder: 'packages/create-latchkey', may: {} },
}

/**
 * Core from the lowest up: a folder imports itself and what is above its line; those on one line not each other. The
 * folders of `webauthn/` and `api/` count one by one; `api/*` is each folder of `api/`.
 */
export const coreLayers = [
  ['errors'],
  ['algorithms', 'cose-key'],
  ['webauthn/parse', 'policy'],
  ['platform'],
  ['host', 'webauthn/attestation'],
  ['webauthn/verify', 'config'],
  ['webauthn/second-opinion', 'options', 'ceremony', 'prompt', 'receipt'],
  ['events'],
  ['assurance', 'webhook'],
  ['passkey', 'session'],
  ['context'],
  ['registration', 'assertion'],
  ['api/*'],
  ['api'],
  ['create-passkeys'],
  ['index', 'webauthn', 'second-opinion', 'webhooks'],
]

/** The files of core that a runtime chooses from, and the name by which they are always imported. */
const perRuntime = {
  'platform/node.js': '#platform',
  'platform/web.js': '#platform',
  'platform/suffix-list.js': '#suffix-list',
  'platform/no-suffix-list.js': '#suffix-list',
  'platform/node-webhooks/post-webhook.js': '#webhook-transport',
  'platform/no-webhooks.js': '#webhook-transport',
}
/** Files and folders that may import Node's own modules in the packages that must run elsewhere too. */
const nodeAllowed = [
  'packages/core/src/platform/node.ts',
  'packages/core/src/platform/node-webhooks/',
  'packages/http/src/node/node-messages.ts',
  'packages/http/src/node/to-request.ts',
  'packages/http/src/node/send-response.ts',
]
/** Files that import what the user names: their module is not known before. */
const loadsUserModules = ['packages/cli/src/config/load-config.ts']
const runsEverywhere = ['wire', 'storage', 'core', 'http', 'browser', 'elements', 'react']

/** Stands for a specifier that is worked out as the program runs. */
const computed = '(computed)'

/** Every import in the sources that the tables do not allow, as lines to print. */
export function findViolations(root) {
  return Object.entries(packages).flatMap(([name, { folder }]) =>
    sourcesBelow(join(root, folder, 'src')).flatMap((file) =>
      importsOf(file).flatMap((it) => {
        const problem = problemOf(root, { name, folder, file, ...it })
        return problem ? [`${toPosix(relative(root, file))}: ${it.specifier}: ${problem}`] : []
      }),
    ),
  )
}

function problemOf(root, { name, folder, file, specifier, typeOnly }) {
  if (specifier === computed && loadsUserModules.includes(toPosix(relative(root, file)))) return undefined
  if (specifier.startsWith('.')) return fileProblem(join(root, folder, 'src'), name, file, specifier)
  if (specifier.startsWith('node:')) {
    const isFree = !runsEverywhere.includes(name) || mayUseNode(toPosix(relative(root, file)))
    return isFree ? undefined : 'this package runs where there is no Node'
  }
  if (specifier.startsWith('#')) return perRuntimeProblem(root, folder, specifier)
  const [scope, first] = specifier.split('/')
  const dependency = specifier.startsWith('@') ? `${scope}/${first}` : scope
  if (scope === '@latchkey') return packageProblem(name, first, typeOnly) ?? undeclared(root, folder, dependency)
  return undeclared(root, folder, dependency)
}

function mayUseNode(path) {
  return nodeAllowed.some((allowed) => (allowed.endsWith('/') ? path.startsWith(allowed) : path === allowed))
}

function packageProblem(name, target, typeOnly) {
  const how = packages[name].may[target]
  if (!how) return `${name} may not import ${target}`
  return how === 'type' && !typeOnly ? `${name} may import only types of ${target}` : undefined
}

/** What each runtime has a file of its own for is named in the manifest. */
function perRuntimeProblem(root, folder, specifier) {
  const { imports = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return specifier in imports ? undefined : 'not among the imports in package.json'
}

function undeclared(root, folder, dependency) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies }
  return dependency in declared ? undefined : 'not among the dependencies in package.json'
}

function fileProblem(source, name, file, specifier) {
  const target = resolve(dirname(file), specifier)
  if (relative(source, target).startsWith('..')) return 'leaves the package'
  if (name !== 'core') return undefined
  const chosen = perRuntime[toPosix(relative(source, target))]
  if (chosen) return `is chosen by the runtime: import ${chosen}`
  const from = partOf(source, file)
  const to = partOf(source, target)
  if (from === to) return undefined
  const level = (part) => coreLayers.findIndex((parts) => parts.includes(part.replace(/^api\/.+/, 'api/*')))
  if (level(from) < 0 || level(to) < 0) return `${level(from) < 0 ? from : to} has no place among the layers`
  return level(to) < level(from) ? undefined : `${from} may not import ${to}`
}

/** The folder, or the file directly in `src`; a folder of `webauthn/` or `api/` by both names. */
function partOf(source, file) {
  const [first, second, third] = relative(source, file).split(sep)
  const isRoom = (first === 'webauthn' || first === 'api') && third !== undefined
  return isRoom ? `${first}/${second}` : first.replace(/\.[jt]s$/, '')
}

function importsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  const found = []
  const visit = (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      found.push({ specifier: node.moduleSpecifier.text, typeOnly: isTypeOnly(node) })
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments
      found.push({ specifier: ts.isStringLiteral(specifier) ? specifier.text : computed, typeOnly: false })
    } else if (ts.isImportTypeNode(node)) {
      found.push({ specifier: node.argument.literal.text, typeOnly: true })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isTypeOnly(node) {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  const clause = node.importClause
  if (!clause) return false
  const named = clause.namedBindings
  const eachIsType = named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly)
  return clause.isTypeOnly || (!clause.name && eachIsType === true)
}

function sourcesBelow(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sourcesBelow(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}

function toPosix(path) {
  return path.split(sep).join('/')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const violations = findViolations(fileURLToPath(new URL('../..', import.meta.url)))
  for (const violation of violations) console.error(violation)
  if (violations.length > 0) process.exit(1)
  console.log('Layers: every import is one that the tables allow.')
}
