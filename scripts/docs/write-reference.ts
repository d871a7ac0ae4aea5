// Writes docs/reference from the sources: one page for every door of every package. `npm run reference`; a test fails
// when a page is older than the code.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readDoors } from './reference/read-doors.js'
import { pageOf, writeContents, writePage } from './reference/write-page.js'

/** Every page by its name, as it should be in docs/reference. */
export function writeReference(root: string): ReadonlyMap<string, string> {
  const doors = readDoors(root)
  const pages = doors.map((door): [string, string] => [pageOf(door.door), writePage(door)])
  return new Map([['README.md', writeContents(doors)], ...pages])
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const folder = join(root, 'docs/reference')
  const pages = writeReference(root)
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(join(folder, name))
  for (const [name, text] of pages) writeFileSync(join(folder, name), text)
}
