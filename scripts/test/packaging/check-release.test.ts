import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkRelease, checkVersions } from '../../packaging/check-release.mjs'
import { publishablePackages } from '../../packaging/publishable-packages.mjs'

const root = join(import.meta.dirname, '../../..')
let copy = ''

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'latchkey-release-test-'))
  const manifests = publishablePackages(root).map(({ folder }) => join(folder, 'package.json'))
  for (const path of ['package.json', 'package-lock.json', '.changeset', 'examples/demo/package.json', ...manifests]) {
    cpSync(join(root, path), join(copy, path), { recursive: true })
  }
  // One package changes more than any other does.
  writeFileSync(join(copy, '.changeset/alone.md'), "---\n'latchkey': major\n---\n\nA command has gone.\n")
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
})

afterAll(() => rmSync(copy, { recursive: true }))

/** What is found when one file of the project reads differently. */
async function planted(path: string, change: (text: string) => string): Promise<string[]> {
  const file = join(copy, path)
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, change(text))
  const found = await checkRelease(copy)
  writeFileSync(file, text)
  return found
}

describe('a release', () => {
  test('gives every package one version, ranges that fit it, and the changelog that was written', async () => {
    expect(await checkRelease(copy)).toEqual([])
  })

  test('in which a package goes its own way is found', async () => {
    const found = await planted('.changeset/config.json', (text) => text.replace(', "latchkey"', ''))
    expect(found).toContainEqual(expect.stringMatching(/^latchkey: 1\.0\.0, while others are 0\.\d+\.\d+$/))
  })

  test('whose changelog says something else is found', async () => {
    const found = await planted('.changeset/write-changelog.cjs', (text) => text.replace('others.map', '[].map'))
    expect(found).toContain('planted.md: the changelog of @latchkey/wire does not say it')
  })

  test('for which a range is too narrow is found', () => {
    const manifest = { version: '0.2.0' }
    const before = [
      { name: '@latchkey/a', manifest: { version: '0.1.0' } },
      { name: '@latchkey/b', manifest: { version: '0.1.0' } },
    ]
    const pinned = { ...manifest, dependencies: { '@latchkey/a': '0.2.0', other: '1.0.0' } }
    const after = [
      { name: '@latchkey/a', manifest },
      { name: '@latchkey/b', manifest: pinned },
    ]
    expect(checkVersions(before, after)).toEqual(['@latchkey/b: asks for @latchkey/a 0.2.0, not ^0.2.0'])
  })
})
