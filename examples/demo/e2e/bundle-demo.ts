import { bundleProgram } from '../../../test-support/two-processes/bundle-program.js'

/** Playwright's global set-up: the demo as one file, because the walks start it often. The environment says where it is. */
export default async function bundleDemo(): Promise<() => void> {
  const source = new URL('../src/server.ts', import.meta.url)
  const { path, remove } = await bundleProgram(source, new URL('../node_modules/', import.meta.url))
  process.env.LATCHKEY_DEMO_PROGRAM = path
  return remove
}
