import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { defineConfig, type Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** One build for every package: what its `exports` name as source becomes ESM, CommonJS and declarations. */
interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly '@latchkey/source': string }>>
  /** What each runtime has a file of its own for: the program that loads the package chooses one, so none is bundled. */
  readonly imports?: Readonly<Record<string, { readonly '@latchkey/source': Readonly<Record<string, string>> }>>
}

const { name, exports, imports = {} }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const sources = Object.values(exports).flatMap((it) => (typeof it === 'string' ? [] : [it['@latchkey/source']]))
const doors = Object.fromEntries(sources.map((source) => [basename(source, '.ts'), source]))
const perRuntime = Object.fromEntries(
  Object.values(imports)
    .flatMap((it) => Object.values(it['@latchkey/source']))
    .map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ''), source]),
)

/**
 * Packages that a page loads are built file by file: a bundler drops an unused file, but not a table inside a
 * larger file when it cannot prove that making the table does nothing.
 */
const staysInFiles = ['@latchkey/wire', '@latchkey/browser', '@latchkey/elements'].includes(name)

const fileByFile: Plugin = {
  name: 'file-by-file',
  setup({ initialOptions: { outExtension }, onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, kind }) => {
      if (kind === 'entry-point') return undefined
      return { path: path.replace(/\.js$/, outExtension?.['.js'] ?? '.js'), external: true }
    })
  },
}

export default defineConfig({
  entry: staysInFiles ? ['src/**/*.ts'] : { ...doors, ...perRuntime },
  external: [/^node:/, ...Object.keys(imports)],
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  // Workers and Deno know Node's own modules by these names only.
  removeNodeProtocol: false,
  // Bundlers of your app drop what it does not use; readable code helps when you step through it.
  minify: false,
  splitting: true,
  clean: true,
  sourcemap: true,
  esbuildPlugins: staysInFiles ? [fileByFile] : [],
  dts: { entry: doors, compilerOptions: { ignoreDeprecations: '6.0', composite: false, incremental: false } },
})
