import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readExamples } from '../../../scripts/examples/read-examples.mjs'
import { runCommand } from '../src/run-command.js'

const examples = readExamples(join(import.meta.dirname, '../../..'))
const version = '0.1.0'

let place: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'create-latchkey-'))
})
afterEach(() => rmSync(place, { recursive: true }))

function run(...args: readonly string[]) {
  const printed: string[] = []
  const errors: string[] = []
  const code = runCommand(args, {
    examples,
    version,
    print: (text) => printed.push(text),
    printError: (text) => errors.push(text),
  })
  return { code, printed: printed.join('\n'), errors: errors.join('\n') }
}

const readManifest = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

describe('create-latchkey', () => {
  test.each(Object.keys(examples))('makes %s: every file, and packages of its own version', (name) => {
    const folder = join(place, 'my-app')
    const { code, printed, errors } = run(name, folder)
    expect([code, errors]).toEqual([0, ''])
    expect(printed).toContain(`cd ${folder}\n  npm install\n`)
    const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(written.length).toBe(Object.keys(examples[name]?.files ?? {}).length)
    const { name: appName, dependencies, overrides } = readManifest(folder)
    expect([appName, overrides]).toEqual(['my-app', undefined])
    expect(dependencies['@latchkey/core']).toBe('^0.1.0')
    expect(JSON.stringify(dependencies)).not.toMatch(/"\*"|file:/)
  })

  test('says which database to name, where the app needs one', () => {
    expect(run('express-pg', join(place, 'a')).printed).toContain(
      'DATABASE_URL=postgres://localhost/postgres npm start',
    )
    expect(run('html', join(place, 'b')).printed).not.toContain('DATABASE_URL')
  })

  test('uses an empty folder, and names the app in a form that npm accepts', () => {
    const folder = join(place, '_My App!')
    mkdirSync(folder)
    expect(run('html', folder).code).toBe(0)
    expect(readManifest(folder).name).toBe('my-app')
  })

  test.each(['--version', '-v'])('prints its own version with %s', (option) => {
    expect(run(option)).toEqual({ code: 0, printed: version, errors: '' })
  })

  test('lists the examples without arguments, as an error, and with --help', () => {
    const without = run()
    expect([without.code, run('--help').code]).toEqual([1, 0])
    expect(run('--help').printed).toBe(without.errors)
    for (const [name, { title }] of Object.entries(examples)) {
      expect(without.errors).toMatch(new RegExp(`^ {2}${name} +${title.replaceAll('+', '\\+')}$`, 'm'))
    }
  })

  test.each(['nope', 'toString', '__proto__', '../html'])('refuses %s, which is no example, and lists them', (name) => {
    const { code, errors } = run(name, join(place, 'my-app'))
    expect(code).toBe(1)
    expect(errors).toContain(`There is no example ${name}.\n\nThe examples:\n`)
    expect(readdirSync(place)).toEqual([])
  })

  test('refuses a folder with a file in it, and leaves it as it was', () => {
    writeFileSync(join(place, 'package.json'), 'mine')
    const { code, errors } = run('html', place)
    expect([code, errors]).toEqual([1, `${place} is not empty. Choose another folder.`])
    expect(readdirSync(place)).toEqual(['package.json'])
    expect(readFileSync(join(place, 'package.json'), 'utf8')).toBe('mine')
  })

  test('refuses a file, a second folder and an unknown option', () => {
    const file = join(place, 'file')
    writeFileSync(file, '')
    expect(run('html', file)).toMatchObject({ code: 1, errors: `${file} is a file. Choose another folder.` })
    expect(run('html', 'one', 'two')).toMatchObject({ code: 1, errors: 'One folder is enough: one, two' })
    expect(run('html', '--force').errors).toContain("Unknown option '--force'")
  })
})

describe('create-latchkey --tarballs', () => {
  const packed = ['latchkey-0.1.0.tgz', 'latchkey-core-0.1.0.tgz', 'latchkey-wire-0.1.0.tgz', 'latchkey-core-0.0.9.tgz']
  const tarballs = () => {
    const folder = join(place, 'tarballs')
    mkdirSync(folder)
    for (const file of packed) writeFileSync(join(folder, file), '')
    return folder
  }

  test('takes each package from its file, also where another package asks for it', () => {
    const folder = tarballs()
    for (const name of ['browser', 'http', 'memory']) writeFileSync(join(folder, `latchkey-${name}-0.1.0.tgz`), '')
    expect(run('html', join(place, 'my-app'), '--tarballs', folder).code).toBe(0)
    const { dependencies, overrides } = readManifest(join(place, 'my-app'))
    expect(dependencies['@latchkey/core']).toBe(`file:${resolve(folder)}/latchkey-core-0.1.0.tgz`)
    expect(Object.keys(overrides).sort()).toEqual(
      ['browser', 'core', 'http', 'memory', 'wire'].map((name) => `@latchkey/${name}`),
    )
  })

  test('names the package that is missing, and writes nothing', () => {
    const { code, errors } = run('html', join(place, 'my-app'), '--tarballs', tarballs())
    expect([code, errors]).toEqual([1, 'The folder of tarballs has no @latchkey/browser of version 0.1.0.'])
    expect(readdirSync(place)).toEqual(['tarballs'])
  })

  test('says how to make the folder that is missing', () => {
    const folder = join(place, 'none')
    expect(run('html', join(place, 'my-app'), '--tarballs', folder).errors).toBe(
      `${folder} does not exist. Run: npm run tarballs`,
    )
  })
})
