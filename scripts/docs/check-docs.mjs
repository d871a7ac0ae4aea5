// What the documents claim and a script can check: every step of the ceremonies has its file and its test, the README shows
// the demo's wiring, every name that a package exports is in the reference, every link has a target, and every TypeScript
// block compiles.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'
import { publishablePackages } from '../packaging/publishable-packages.mjs'
import { checkNames, readExamples } from './check-reference.mjs'

const sections = [
  { heading: '## Registering a new credential', steps: 29 },
  { heading: '## Verifying an authentication assertion', steps: 25 },
  { heading: '## The envelope', steps: 10 },
  { heading: '## Authenticator data', steps: 8 },
  { heading: '## The public key', steps: 8 },
  { heading: '## Signatures', steps: 6 },
  { heading: '## Extensions', steps: 9 },
  { heading: '## Attestation statements', steps: 23 },
  { heading: '## What is requested', steps: 11 },
  { heading: '## Attacks and known mistakes', steps: 16 },
  { heading: '## Between begin and finish', steps: 10 },
]

/** A row: its number, what holds, at least one file, and a test: its file, and words from it. */
const row = /^\| (\d+) \|.*\| `[a-z]+\/src\/.+` \| `([a-z]+\/(?:test|src\/conformance)\/[^`]+)` “(.+)” \|$/gm

/** A row of a ceremony: its purpose, what it proves, its file and a test. */
const ceremonyRow = /^\| `([a-z-]+)` \|.*\| `[a-z]+\/src\/.+` \| `([a-z]+\/test\/[^`]+)` “(.+)” \|$/gm

/** The purposes that an existing passkey serves: the keys of the table. */
function purposesOf(root) {
  const source = readFileSync(join(root, 'packages/core/src/ceremony/ceremony.ts'), 'utf8')
  const table = source.split('export const assertionCeremonies = {')[1].split('\n}')[0]
  return [...table.matchAll(/^ {2}'?([a-z-]+)'?: /gm)].map(([, purpose]) => purpose)
}

/** What is wrong with docs/ceremonies.md, as lines to print. */
export function checkCeremonies(root, text = readFileSync(join(root, 'docs/ceremonies.md'), 'utf8')) {
  const missingSteps = sections.flatMap(({ heading, steps }) => {
    const section = text.slice(text.indexOf(heading)).split(/\n## /, 2)[0]
    const rows = [...section.matchAll(row)].map(([, step]) => Number(step))
    const wanted = Array.from({ length: steps }, (_, index) => index + 1)
    return rows.join() === wanted.join() ? [] : [`${heading}: the steps are ${rows.join(', ')}`]
  })
  const named = [...text.matchAll(/`([a-z]+\/src\/[^`]+\.ts)`/g)].map(([, path]) => path)
  const missingFiles = named.filter((path) => !existsSync(join(root, 'packages', path)))
  const described = [...text.matchAll(ceremonyRow)].map(([, purpose]) => purpose)
  const missingCeremonies = purposesOf(root).filter((purpose) => !described.includes(purpose))
  const missingTests = [...text.matchAll(row), ...text.matchAll(ceremonyRow)].flatMap(([, , path, words]) => {
    const file = join(root, 'packages', path)
    const isThere = existsSync(file) && readFileSync(file, 'utf8').includes(words)
    return isThere ? [] : [`docs/ceremonies.md names the test “${words}”, which is not in ${path}`]
  })
  const checks = readdirSync(join(root, 'packages/core/src/webauthn/verify')).filter((name) =>
    /^(check|judge)-/.test(name),
  )
  const unnamed = checks.filter((name) => !named.includes(`core/src/webauthn/verify/${name}`))
  return [
    ...missingSteps,
    ...missingFiles.map((path) => `docs/ceremonies.md names ${path}, which does not exist`),
    ...missingTests,
    ...missingCeremonies.map((purpose) => `docs/ceremonies.md has no row for the ceremony ${purpose}`),
    ...unnamed.map((name) => `docs/ceremonies.md does not name core/src/webauthn/verify/${name}`),
  ]
}

/** The links of these documents, within the project, that lead to no file or to no heading of it. */
export function checkLinks(root, documents) {
  return Object.entries(documents).flatMap(([name, text]) =>
    [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(([, path, anchor]) => {
      const target = path === '' ? name : join(dirname(name), path)
      const leads = existsSync(join(root, target)) && (anchor === undefined || anchorsOf(root, target).includes(anchor))
      return leads ? [] : [`${name} links to ${path}${anchor === undefined ? '' : `#${anchor}`}, which is not there`]
    }),
  )
}

/** The headings of a document, as GitHub makes anchors of them. */
function anchorsOf(root, path) {
  const headings = readFileSync(join(root, path), 'utf8').matchAll(/^#+ (.+)$/gm)
  return [...headings].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

const longestWiring = 44

/** What is wrong with the wiring that the README shows. */
export function checkWiring(root, readme = readFileSync(join(root, 'README.md'), 'utf8')) {
  const wiring = readFileSync(join(root, 'examples/demo/src/passkeys.ts'), 'utf8').trim()
  const lines = wiring.split('\n').length
  const tooLong =
    lines > longestWiring ? [`examples/demo/src/passkeys.ts has ${lines} lines; ${longestWiring} are enough`] : []
  const shown = blocksOf(readme).some((block) => block === wiring)
  return shown ? tooLong : [...tooLong, 'README.md does not show examples/demo/src/passkeys.ts as it is']
}

/** What Prisma generates is not here: packages/adapters/prisma/test/types.test.ts compiles the blocks that import it. */
const generated = "from './generated/prisma/client'"

/** The errors of every TypeScript block in these documents. */
export function checkBlocks(root, documents) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const blocks = new Map(
    Object.entries(documents)
      .flatMap(([name, text]) =>
        blocksOf(text).map((block, index) => [
          join(root, folderFor(name, block), `block-${name.replaceAll(/\W/g, '-')}-${index + 1}.ts`),
          block,
        ]),
      )
      .filter(([, block]) => !block.includes(generated)),
  )
  const browser = { lib: ['lib.es2023.d.ts', 'lib.es2024.string.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'] }
  const compilerOptions = { ...options, ...browser, noUnusedLocals: false, noUnusedParameters: false }
  const host = ts.createCompilerHost(compilerOptions)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (path) => blocks.has(path) || fileExists(path)
  host.readFile = (path) => blocks.get(path) ?? readFile(path)
  host.getSourceFile = (path, language, ...rest) => {
    const block = blocks.get(path)
    return block === undefined ? getSourceFile(path, language, ...rest) : ts.createSourceFile(path, block, language)
  }
  const program = ts.createProgram([...blocks.keys()], compilerOptions, host)
  return [...blocks.keys()].flatMap((path) => diagnosticsOf(program, path))
}

/**
 * An example beside a declaration does not say where the reader's own things come from: there, what is wrong only because
 * TypeScript does not know a name is none of its faults.
 */
const unknownNames = new Set([2304, 2552, 2582, 2593, 7006, 18004])

function diagnosticsOf(program, path) {
  const source = program.getSourceFile(path)
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  const isExample = path.includes('block-docs-reference-')
  const faults = diagnostics.filter(({ code }) => !(isExample && unknownNames.has(code)))
  return faults.map(({ messageText, start = 0 }) => {
    const { line } = source.getLineAndCharacterOfPosition(start)
    return `${path}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}

/** Where a block finds what it imports: an app's files in the demo, the example of a package where its own tests do. */
function folderFor(name, block) {
  if (/from '\.\/(database|passkeys)\.js'/.test(block)) return 'examples/demo/src'
  return name.startsWith('packages/') ? join(dirname(name), 'test') : 'scripts'
}

function blocksOf(markdown) {
  return [...markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block.trim())
}

/** Every document of the project by its path, without docs/reference, which a script writes. */
export function readDocuments(root) {
  const folders = ['docs', 'docs/errors', 'docs/guides', 'docs/migrate'].filter((folder) =>
    existsSync(join(root, folder)),
  )
  const docs = folders.flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.md') ? [`${folder}/${name}`] : [])),
  )
  const ofExamples = readdirSync(join(root, 'examples')).map((name) => `examples/${name}/README.md`)
  const readmes = [
    ...publishablePackages(root).map(({ folder }) => `${folder}/README.md`),
    'examples/README.md',
    ...ofExamples.filter((path) => existsSync(join(root, path))),
  ]
  const paths = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs, ...readmes]
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const documents = { ...readDocuments(root), ...readExamples(root) }
  const problems = [
    ...checkCeremonies(root),
    ...checkWiring(root),
    ...checkNames(root),
    ...checkLinks(root, readDocuments(root)),
    ...checkBlocks(root, documents),
  ]
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exit(1)
  console.log(
    'Docs: every step has its file, the wiring is the demo’s, every exported name is in the reference, every link has a target, every block compiles.',
  )
}
