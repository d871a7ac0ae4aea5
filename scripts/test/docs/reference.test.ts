import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkBlocks } from '../../docs/check-docs.mjs'
import { checkNames, readExamples, readReference } from '../../docs/check-reference.mjs'
import { writeReference } from '../../docs/write-reference.js'

const root = join(import.meta.dirname, '../../..')
const folder = join(root, 'docs/reference')
const pages = readReference(root)

describe('the reference', () => {
  test('is as old as the sources (npm run reference writes it)', () => {
    const written = writeReference(root)
    expect(readdirSync(folder).sort()).toEqual([...written.keys()].sort())
    for (const [name, text] of written) expect(readFileSync(join(folder, name), 'utf8')).toBe(text)
  })

  test('has a place for every name that a package exports', () => {
    expect(checkNames(root)).toEqual([])
  })

  test('a name without a place is found', () => {
    const path = 'docs/reference/core.md'
    const without = { ...pages, [path]: (pages[path] ?? '').replace('### createPasskeys\n', '') }
    expect(checkNames(root, without)).toEqual([
      `${path} has no place for createPasskeys of @latchkey/core: npm run reference`,
    ])
  })

  test('a page that is missing is found by each of its names', () => {
    const { 'docs/reference/http-node.md': _, ...others } = pages
    expect(checkNames(root, others)).toHaveLength(6)
  })

  test('every example of it fits the types', () => {
    expect(checkBlocks(root, readExamples(root))).toEqual([])
  })

  test('an example that does not fit is found, though it does not say where its own things come from', () => {
    const page = (example: string) => `\`\`\`ts\n${example}\n\`\`\`\n`
    const fitting = 'createPasskeyClient(theirs).signIn()'
    const pages = {
      'docs/reference/fits.md': page(fitting),
      'docs/reference/does-not.md': page(fitting.replace('signIn', 'singIn')),
    }
    expect(checkBlocks(root, readExamples(root, pages))).toEqual([expect.stringContaining("'singIn'")])
  })
})
