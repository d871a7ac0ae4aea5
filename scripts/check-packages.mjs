// The built packages, as a stranger's project sees them: each door opens as ESM and as CommonJS, without the sources.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = ['wire', 'storage', 'core', 'http', 'browser', 'testing', 'adapters/memory', 'adapters/kysely']

/** The specifiers of a package's doors. */
function doorsOf(folder) {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
  return Object.keys(exports).flatMap((door) => (door.endsWith('.json') ? [] : [name + door.slice(1)]))
}

function namesIn(code, type) {
  const printed = execFileSync(process.execPath, [`--input-type=${type}`, '--eval', code], {
    cwd: root,
    encoding: 'utf8',
  })
  return JSON.parse(printed)
}

const complaints = folders.flatMap(doorsOf).flatMap((door) => {
  const asModule = namesIn(`console.log(JSON.stringify(Object.keys(await import('${door}')).sort()))`, 'module')
  const asCommonJs = namesIn(`console.log(JSON.stringify(Object.keys(require('${door}')).sort()))`, 'commonjs')
  const same = JSON.stringify(asModule.filter((name) => name !== 'default')) === JSON.stringify(asCommonJs)
  return same && asModule.length > 0 ? [] : [`${door}: ESM has ${asModule}, CommonJS has ${asCommonJs}`]
})

for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exit(1)
console.log('Packages: every door opens, as ESM and as CommonJS.')
