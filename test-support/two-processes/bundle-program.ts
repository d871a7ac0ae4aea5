import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

/** What is not of this repository stays outside: some of it is native code. */
const oursOnly: Plugin = {
  name: 'ours-only',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./#]/ }, ({ path }) => (path.startsWith('@latchkey/') ? null : { path, external: true })),
}

export interface BundledProgram {
  readonly path: string
  remove(): void
}

/**
 * The program of a process as one file, built from the sources: it starts in a tenth of the time. `besides` is the
 * `node_modules` in which the packages are found that it imports.
 */
export async function bundleProgram(program: URL, besides: URL): Promise<BundledProgram> {
  const modules = fileURLToPath(besides)
  mkdirSync(modules, { recursive: true })
  const folder = mkdtempSync(join(modules, '.program-'))
  const path = join(folder, 'program.mjs')
  await build({
    entryPoints: [fileURLToPath(program)],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@latchkey/source'],
    define: { 'import.meta.url': JSON.stringify(program.href) },
    plugins: [oursOnly],
    logLevel: 'warning',
  })
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
