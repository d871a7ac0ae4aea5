import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface Asset {
  readonly contents: Uint8Array<ArrayBuffer>
  readonly type: string
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL('../client/', import.meta.url)),
  entryPoints: ['main.ts', 'styles.css', 'icon.svg'],
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  outdir: '/assets',
  publicPath: '/assets',
  bundle: true,
  splitting: true,
  minify: true,
  write: false,
  format: 'esm',
  target: 'es2022',
  conditions: ['@latchkey/source'],
  loader: { '.svg': 'copy', '.woff2': 'copy' },
})

/** The files that pages load, by path, bundled in memory. The path has a digest of the contents, so they never change. */
export const assets: ReadonlyMap<string, Asset> = new Map(
  outputFiles.map(({ path, contents }) => [
    `/assets/${basename(path)}`,
    { contents: new Uint8Array(contents), type: types[extname(path)] ?? 'application/octet-stream' },
  ]),
)

/** The path of the asset that was built from the file with this name. */
export function assetPath(name: string): string {
  const path = [...assets.keys()].find((it) => it.startsWith(`/assets/${name}-`))
  if (path === undefined) throw new TypeError(`There is no asset '${name}'.`)
  return path
}
