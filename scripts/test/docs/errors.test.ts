import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorTable } from '@latchkey/wire'
import { expect, test } from 'vitest'
import { checkLinks, readDocuments } from '../../docs/check-docs.mjs'
import { writeErrorPages } from '../../docs/errors/write-error-pages.js'

const root = join(import.meta.dirname, '../../..')
const folder = join(root, 'docs/errors')

test('every code has a page that matches the table (npm run errors writes them)', () => {
  const written = writeErrorPages()
  expect(readdirSync(folder).sort()).toEqual([...written.keys()].sort())
  expect([...written.keys()].sort()).toEqual(
    ['README.md', ...Object.keys(errorTable).map((code) => `${code}.md`)].sort(),
  )
  for (const [name, text] of written) expect(readFileSync(join(folder, name), 'utf8')).toBe(text)
})

test('a page says what the user sees, and the contents link to it', () => {
  const pages = writeErrorPages()
  expect(pages.get('ceremony_expired.md')).toContain(errorTable.ceremony_expired.message)
  for (const code of Object.keys(errorTable)) expect(pages.get('README.md')).toContain(`](${code}.md)`)
})

test('a code that is hidden at a sign-in says so', () => {
  expect(writeErrorPages().get('signature_invalid.md')).toContain('sign_in_failed')
  expect(writeErrorPages().get('too_large.md')).not.toContain('sign_in_failed')
  expect(writeErrorPages().get('tpm_pub_area_mismatch.md')).not.toContain('sign_in_failed')
})

test('the links of the pages have targets, and a link without one is found', () => {
  const documents = readDocuments(root)
  const pages = Object.fromEntries(Object.entries(documents).filter(([name]) => name.startsWith('docs/errors/')))
  expect(Object.keys(pages)).toHaveLength(Object.keys(errorTable).length + 1)
  expect(checkLinks(root, pages)).toEqual([])
  const broken = { 'docs/errors/x.md': '[a page](../nothing.md), [a heading](../policy.md#nothing)' }
  expect(checkLinks(root, broken)).toHaveLength(2)
})
