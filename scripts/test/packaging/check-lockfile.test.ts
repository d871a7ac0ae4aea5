import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkLockfile } from '../../packaging/check-lockfile.mjs'

const root = join(import.meta.dirname, '../../..')

interface Lockfile {
  readonly packages: Record<string, { version?: string; integrity?: string; resolved?: string }>
}

/** What is found when the lockfile of the project is changed in one place. */
function planted(change: (packages: Lockfile['packages']) => void): string[] {
  const lockfile: Lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  change(lockfile.packages)
  return checkLockfile(root, JSON.stringify(lockfile))
}

const forMacs = 'node_modules/@biomejs/cli-darwin-arm64'

describe('the lockfile', () => {
  test('installs on every platform', () => {
    expect(checkLockfile(root)).toEqual([])
  })

  test('a binary of another platform that is left out is found', () => {
    const found = planted((packages) => delete packages[forMacs])
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^node_modules\/@biomejs\/biome: @biomejs\/cli-darwin-arm64@.+ has no entry$/)
  })

  test('a binary of another version is found', () => {
    const found = planted((packages) => Object.assign(packages[forMacs] ?? {}, { version: '0.0.1' }))
    expect(found).toHaveLength(1)
    expect(found[0]).toContain('is 0.0.1, wanted is')
  })

  test('a package without its digest is found', () => {
    expect(planted((packages) => delete packages[forMacs]?.integrity)).toEqual([`${forMacs}: no sha512 digest`])
  })

  test('the address of a registry is found', () => {
    const resolved = 'https://registry.example/biome.tgz'
    const found = planted((packages) => Object.assign(packages[forMacs] ?? {}, { resolved }))
    expect(found).toEqual([`${forMacs}: resolved names a host`])
  })

  test('an optional dependency is resolved as Node does: beside, then above the package that needs it', () => {
    const digest = 'sha512-x'
    const packages = {
      'node_modules/a': { integrity: digest, optionalDependencies: { b: '1.0.0' } },
      'node_modules/a/node_modules/c': { integrity: digest, optionalDependencies: { b: '1.0.0', d: '^2.0.0' } },
      'node_modules/b': { version: '1.0.0', integrity: digest },
    }
    const text = JSON.stringify({ packages })
    expect(checkLockfile(root, text)).toEqual(['node_modules/a/node_modules/c: d@^2.0.0 has no entry'])
  })
})
