import { defineConfig } from 'tsup'

/** A command and no library: one file for Node, without declarations. */
export default defineConfig({
  entry: { latchkey: 'src/latchkey.ts' },
  format: 'esm',
  target: 'es2022',
  platform: 'node',
  removeNodeProtocol: false,
  minify: false,
  clean: true,
  sourcemap: true,
})
