import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { defineConfig } from 'tsup'

/** One build for every package: what its `exports` name as source becomes ESM, CommonJS and declarations. */
interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly '@latchkey/source': string }>>
}

const { exports }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const sources = Object.values(exports).flatMap((it) => (typeof it === 'string' ? [] : [it['@latchkey/source']]))

export default defineConfig({
  entry: Object.fromEntries(sources.map((source) => [basename(source, '.ts'), source])),
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  // Bundlers of the host drop what it does not use; readable code helps whoever steps through it.
  minify: false,
  splitting: true,
  clean: true,
  sourcemap: true,
  dts: { compilerOptions: { ignoreDeprecations: '6.0', composite: false, incremental: false } },
})
