import { join } from 'node:path'
import ts from 'typescript'
import { doorsOf, publishablePackages } from '../../packaging/publishable-packages.mjs'

/** Something that a door exports, as the sources declare it. */
export interface ExportedName {
  readonly name: string
  /** Where the name leads, through every file that only hands it on. */
  readonly declarations: readonly ts.Declaration[]
  /** The package that declares it. */
  readonly declaredIn: string
}

/** A specifier that a package may be imported by, and what is behind it. */
export interface Door {
  readonly door: string
  readonly packageName: string
  readonly description: string
  readonly names: readonly ExportedName[]
  readonly checker: ts.TypeChecker
}

/** Every door of every package that is published, in the order of their names. */
export function readDoors(root: string): readonly Door[] {
  const packages = publishablePackages(root)
  const sources = packages.flatMap((it) => doorsOf(it).map(({ source }) => join(root, it.folder, source)))
  const program = ts.createProgram(sources, compilerOptions(root))
  const packageOf = (path: string): string =>
    packages.find(({ folder }) => path.startsWith(join(root, folder, 'src')))?.name ?? ''
  const doors = packages.flatMap((it) =>
    doorsOf(it).map(({ door, source }) => ({
      door,
      packageName: it.name,
      description: String(it.manifest.description),
      names: readNames(program, join(root, it.folder, source), packageOf),
      checker: program.getTypeChecker(),
    })),
  )
  return doors.sort((one, other) => (one.door < other.door ? -1 : 1))
}

/** As the project is compiled, and with what pages have. */
function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  return { ...options, lib: ['lib.es2023.d.ts', 'lib.es2024.string.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'] }
}

function readNames(program: ts.Program, source: string, packageOf: (path: string) => string): ExportedName[] {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(source)
  const module = file && checker.getSymbolAtLocation(file)
  const symbols = module ? checker.getExportsOfModule(module) : []
  const names = symbols.map((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const declarations = target.declarations ?? []
    const declaredIn = packageOf(declarations[0]?.getSourceFile().fileName ?? '')
    return { name: symbol.name, declarations, declaredIn }
  })
  return names.sort((one, other) => (one.name < other.name ? -1 : 1))
}
