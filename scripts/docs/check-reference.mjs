// The reference against the packages: every name that an entry point exports is on its page, and the examples in the
// comments of the sources compile.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { doorsOf, publishablePackages } from '../packaging/publishable-packages.mjs'

const folder = 'docs/reference'

/** The pages of the reference by their path, without the one that only leads to them. */
export function readReference(root) {
  const pages = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md') && name !== 'README.md')
  return Object.fromEntries(pages.map((name) => [`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')]))
}

/** The names that are missing, as lines to print. Reads the sources with TypeScript, not the script that wrote the pages. */
export function checkNames(root, pages = readReference(root)) {
  return [...exportedNames(root)].flatMap(([door, names]) => {
    const path = `${folder}/${door.replace('@latchkey/', '').replaceAll('/', '-')}.md`
    const headings = new Set([...(pages[path] ?? '').matchAll(/^### (\S+)$/gm)].map(([, name]) => name))
    const missing = names.filter((name) => !headings.has(name))
    return missing.map((name) => `${path} has no place for ${name} of ${door}: npm run reference`)
  })
}

/**
 * The examples of the reference, as documents of which every block can be compiled: each block imports the names
 * of ours that it uses, as a reader who copies it would.
 */
export function readExamples(root, pages = readReference(root)) {
  const origins = new Map([...exportedNames(root)].flatMap(([door, names]) => names.map((name) => [name, door])))
  const imports = (block) =>
    [...new Set(block.match(/\b[A-Za-z]\w*\b/g))]
      .filter((word) => origins.has(word) && !new RegExp(`const (?:\\{.*)?\\b${word}\\b`).test(block))
      .map((word) => `import { ${word} } from '${origins.get(word)}'\n`)
  const withImports = (_, block) => `\`\`\`ts\n${imports(block).join('')}${block}\`\`\``
  return Object.fromEntries(
    Object.entries(pages).map(([path, text]) => [path, text.replaceAll(/^```ts\n([\s\S]*?)^```$/gm, withImports)]),
  )
}

/** The names behind every door, as TypeScript sees them. */
function exportedNames(root) {
  const doors = publishablePackages(root).flatMap((it) =>
    doorsOf(it).map(({ door, source }) => ({ door, path: join(root, it.folder, source) })),
  )
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const program = ts.createProgram(
    doors.map(({ path }) => path),
    options,
  )
  const checker = program.getTypeChecker()
  return new Map(
    doors.map(({ door, path }) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(path))
      return [door, checker.getExportsOfModule(module).map(({ name }) => name)]
    }),
  )
}
