import { writeFileSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { readExamples } from '../../scripts/examples/read-examples.mjs'

/** A command and no library: one file for Node, and beside it the examples as they are in the project. */
export default defineConfig({
  entry: { 'create-latchkey': 'src/create-latchkey.ts' },
  format: 'esm',
  target: 'es2022',
  platform: 'node',
  removeNodeProtocol: false,
  minify: false,
  clean: true,
  sourcemap: true,
  onSuccess: async () => writeFileSync('dist/examples.json', JSON.stringify(readExamples('../..'))),
})
