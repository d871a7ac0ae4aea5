import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readExamples } from '../../examples/read-examples.mjs'
import { publishablePackages } from '../../packaging/publishable-packages.mjs'

const root = join(import.meta.dirname, '../../..')
const examples = readExamples(root)
const ours = publishablePackages(root).map(({ name }) => name)

/** What is not counted: blank lines, comments, imports, and markup without code, which other examples have in an HTML file. */
const notCounted = [/^\s*$/, /^\s*(?:\/\/|\/?\*|<!--)/, /^\s*import /, /^\s*<[^{]*>$/]

function countLines(text: string): number {
  return text.split('\n').filter((line) => !notCounted.some((pattern) => pattern.test(line))).length
}

describe.each(Object.entries(examples))('the example %s', (_name, example) => {
  const read = (path: string) => example.files[path] ?? ''
  const count = (files: readonly string[]) => files.map((file) => countLines(read(file))).reduce((a, b) => a + b, 0)

  test('has at most 30 lines about passkeys on the server, and 45 in its pages', () => {
    for (const file of [...example.passkeys, ...example.pages]) expect(example.files).toHaveProperty([file])
    expect(count(example.passkeys)).toBeGreaterThan(0)
    expect(count(example.passkeys)).toBeLessThanOrEqual(30)
    expect(count(example.pages)).toBeLessThanOrEqual(45)
  })

  test('has a README of one page', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(60)
  })

  test('asks for any version of our packages, and names the versions of everything else', () => {
    const { dependencies, devDependencies = {} } = JSON.parse(read('package.json'))
    const all = Object.entries<string>({ ...dependencies, ...devDependencies })
    const isOurs = ([name]: readonly [string, string]) => ours.includes(name)
    expect(all.filter(isOurs).length).toBeGreaterThan(2)
    for (const [name, range] of all) expect(range).toMatch(ours.includes(name) ? /^\*$/ : /^\d+\.\d+\.\d+/)
  })
})
