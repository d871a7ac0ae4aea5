// Packs every package into tarballs/, for apps that use Latchkey before it is on npm: `npm run tarballs`.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packPackages } from './pack-packages.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const destination = join(root, 'tarballs')
rmSync(destination, { recursive: true, force: true })
for (const { tarball } of await packPackages(root, destination)) console.log(tarball)
