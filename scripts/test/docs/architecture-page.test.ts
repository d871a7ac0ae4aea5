import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { coreLayers, packages } from '../../gates/check-layers.mjs'

const root = join(import.meta.dirname, '../../..')
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
const source = join(root, 'packages/core/src')

/** The rows `| 3 | `platform`, `webauthn/parse` |`, without what is in parentheses. */
const layers = [...page.matchAll(/^\| \d+ \| (.+) \|$/gm)].map(([, cell = '']) =>
  [...cell.replaceAll(/\([^)]*\)/g, '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
)

describe('docs/architecture.md', () => {
  test('shows the layers that the gate checks', () => {
    expect(layers).toEqual(coreLayers.map((parts) => [...parts]))
  })

  test('names every folder of core in its listing, except those of api, which are the namespaces', () => {
    const listing = page.split('packages/core/src/\n')[1]?.split('```')[0] ?? ''
    const folders = readdirSync(source, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/(?:attestation|src.api)$/.test(entry.parentPath))
      .map(({ name }) => name)
    expect(folders.filter((name) => !new RegExp(`\\b${name}/`).test(listing))).toEqual([])
  })

  test('names no file of the listing that is not there', () => {
    const listing = page.split('packages/core/src/\n')[1]?.split('```')[0] ?? ''
    const files = new Set(readdirSync(source, { recursive: true, encoding: 'utf8' }).map((it) => it.split('/').at(-1)))
    const named = [...listing.matchAll(/[\w-]+\.ts\b/g)].map(([name]) => name)
    expect(named.filter((name) => !files.has(name))).toEqual([])
  })

  test('has a row for every package', () => {
    const folders = Object.values(packages).map(({ folder }) => folder)
    expect(folders.filter((folder) => !page.includes(`| \`${folder}\` |`))).toEqual([])
  })
})
