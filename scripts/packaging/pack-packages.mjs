// Builds and packs every package as a release would.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inPairs, runProgram } from '../run/run-program.mjs'
import { publishablePackages } from './publishable-packages.mjs'

/** Every package with its tarball, made from a fresh build. */
export async function packPackages(root, destination) {
  mkdirSync(destination, { recursive: true })
  return inPairs(publishablePackages(root), async (it) => {
    const folder = join(root, it.folder)
    await runProgram('npm', ['run', '--silent', 'build'], folder)
    const printed = await runProgram(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
      folder,
    )
    const [packed] = JSON.parse(printed)
    return { ...it, tarball: join(destination, packed.filename), files: packed.files.map(({ path }) => path) }
  })
}
