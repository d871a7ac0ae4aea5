import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { productionDependencies, writeLicenses } from '../../packaging/check-licenses.mjs'

const root = join(import.meta.dirname, '../../..')
const rows = productionDependencies(root)

test('every dependency of a package has a row, those of dependencies too, and no tool of the project has', () => {
  const names = rows.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['zod', 'ipaddr.js', '@noble/ciphers', 'standardwebhooks', 'fast-sha256']),
  )
  expect(names.filter((name) => /vitest|typescript|@latchkey/.test(name))).toEqual([])
})

test('a row has the version and the license of the lockfile, and who needs it', () => {
  expect(rows.find(({ name }) => name === '@simplewebauthn/browser')).toMatchObject({
    license: 'MIT',
    users: ['@latchkey/browser'],
  })
})

test('docs/licenses.md is as old as the lockfile (npm run licenses writes it)', () => {
  expect(readFileSync(join(root, 'docs/licenses.md'), 'utf8')).toBe(writeLicenses(rows))
})
