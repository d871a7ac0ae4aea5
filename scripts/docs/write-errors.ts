// Writes docs/errors: one page for each code. `npm run errors`; a test fails when a page is older than the table.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeErrorPages } from './errors/write-error-pages.js'

const folder = fileURLToPath(new URL('../../docs/errors', import.meta.url))
const pages = writeErrorPages()
mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(join(folder, name))
for (const [name, text] of pages) writeFileSync(join(folder, name), text)
