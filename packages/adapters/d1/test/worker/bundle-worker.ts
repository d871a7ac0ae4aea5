import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The Worker of this file in one text, as `wrangler` bundles it. */
export async function bundleWorker(entry: URL): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['@latchkey/source', 'workerd', 'worker'],
    // Your app installs the second opinion only where it is configured.
    external: ['node:*', '@simplewebauthn/server'],
  })
  return outputFiles.map(({ text }) => text).join('')
}
