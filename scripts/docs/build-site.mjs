// Builds the documentation site into docs/.vitepress/dist. A link without a target fails the build.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureSiteTools, root } from '../run/set-up.mjs'

const vitepress = join(root, 'docs/node_modules/vitepress/bin/vitepress.js')

if (!(await ensureSiteTools()) || !existsSync(vitepress)) process.exit(1)
const command = process.argv[2] ?? 'build'
const { status } = spawnSync(process.execPath, [vitepress, command, 'docs'], { cwd: root, stdio: 'inherit' })
process.exit(status ?? 1)
