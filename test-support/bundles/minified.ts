import { createRequire } from 'node:module'
import { build, type Plugin } from 'esbuild'

interface Bundle {
  /** The source of the program, a module of TypeScript. */
  readonly program: string
  /** The file that it stands beside: it imports what that file can. */
  readonly beside: string
  /** Packages that stay outside of the bundle, as it gets them. */
  readonly modules: Readonly<Record<string, object>>
}

/** What the program exports, after a bundler has renamed every class and function. */
export async function runMinified(bundle: Bundle): Promise<Readonly<Record<string, unknown>>> {
  const folder = new URL('.', bundle.beside).pathname
  const { outputFiles } = await build({
    stdin: { contents: bundle.program, resolveDir: folder, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    conditions: ['@latchkey/source'],
    plugins: [outside(Object.keys(bundle.modules))],
    logLevel: 'error',
  })
  const loaded: { exports: Record<string, unknown> } = { exports: {} }
  const require = createRequire(bundle.beside)
  const evaluate = new Function('module', 'require', outputFiles[0]?.text ?? '')
  evaluate(loaded, (name: string) => bundle.modules[name] ?? require(name))
  return loaded.exports
}

/** Esbuild's own option takes paths, such as those of generated files, from the folder in which it runs. */
function outside(names: readonly string[]): Plugin {
  return {
    name: 'outside',
    setup: ({ onResolve }) =>
      onResolve({ filter: /./ }, ({ path }) => (names.includes(path) ? { path, external: true } : undefined)),
  }
}
