import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const folder = join(root, 'examples')
const read = (...path: readonly string[]) => readFileSync(join(folder, ...path), 'utf8')

interface Example {
  readonly title: string
  /** The files of the server, and of the pages, that are about passkeys. */
  readonly passkeys: readonly string[]
  readonly pages: readonly string[]
}

const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'example.json')))

/** Lines that a developer writes: not blank, no comment, no import. */
function countLines(text: string): number {
  return text.split('\n').filter((line) => /\S/.test(line) && !/^\s*(?:\/\/|\/?\*|import )/.test(line)).length
}

describe.each(names)('the example %s', (name) => {
  const example: Example = JSON.parse(read(name, 'example.json'))
  const count = (files: readonly string[]) =>
    files.map((file) => countLines(read(name, file))).reduce((a, b) => a + b, 0)

  test('has at most 30 lines about passkeys on the server, and 45 in its pages', () => {
    expect(count(example.passkeys)).toBeGreaterThan(0)
    expect(count(example.passkeys)).toBeLessThanOrEqual(30)
    expect(count(example.pages)).toBeLessThanOrEqual(45)
  })

  test('has a README of one page, and takes our packages from the project', () => {
    expect(read(name, 'README.md').split('\n').length).toBeLessThanOrEqual(60)
    const { dependencies } = JSON.parse(read(name, 'package.json'))
    const ours = Object.entries(dependencies).filter(([dependency]) => dependency.startsWith('@latchkey/'))
    expect(ours.length).toBeGreaterThan(2)
    for (const [, range] of ours) expect(range).toMatch(/^file:\.\.\/\.\.\/packages\//)
  })

  test('names the versions of everything else', () => {
    const { dependencies, devDependencies = {} } = JSON.parse(read(name, 'package.json'))
    const others = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([it]) => !it.startsWith('@latchkey/'),
    )
    for (const [, range] of others) expect(range).toMatch(/^\d+\.\d+\.\d+/)
  })
})
