import { describe, expect, test } from 'vitest'
import { checkBuiltins, checkFiles } from '../../packaging/check-tarballs.mjs'

const manifest = {
  version: '1.0.0',
  main: './dist/index.cjs',
  types: './dist/index.d.ts',
  exports: {
    '.': {
      '@latchkey/source': './src/index.ts',
      import: { types: './dist/index.d.ts', default: './dist/index.js' },
      require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
    },
    './package.json': './package.json',
  },
}
const built = ['dist/index.js', 'dist/index.cjs', 'dist/index.d.ts', 'dist/index.d.cts']
const files = ['package.json', 'README.md', 'LICENSE', 'src/index.ts', ...built]
const problemsOf = (present: readonly string[]) => checkFiles({ name: 'a', manifest, files: present })

describe('the files of a tarball', () => {
  test('are those that its manifest names, with a README and the license', () => {
    expect(problemsOf(files)).toEqual([])
  })

  test.each(files)('%s left out is found', (path) => {
    expect(problemsOf(files.filter((it) => it !== path))).toEqual([`a: ${path} is not in the tarball`])
  })

  test.each(['test/index.test.ts', 'src/index.test.ts', 'tsconfig.json', 'node_modules/b/index.js'])(
    '%s too many is found',
    (path) => {
      expect(problemsOf([...files, path])).toEqual([`a: ${path} should not be in the tarball`])
    },
  )

  test('a command that is left out is found', () => {
    const command = { ...manifest, bin: { a: './dist/a.js' } }
    expect(checkFiles({ name: 'a', manifest: command, files })).toEqual(['a: dist/a.js is not in the tarball'])
  })
})

describe('the programs of a tarball', () => {
  test.each(['import { createHash } from "crypto"', 'import "crypto"', 'await import("crypto")', "require('crypto')"])(
    '%s is found: Workers know it as node:crypto only',
    (program) => {
      expect(checkBuiltins('a: dist/index.js', program)).toEqual(['a: dist/index.js imports crypto, not node:crypto'])
    },
  )

  test.each(['import { createHash } from "node:crypto"', 'import { parse } from "cookie"', 'from("crypto")'])(
    '%s is not',
    (program) => {
      expect(checkBuiltins('a: dist/index.js', program)).toEqual([])
    },
  )
})
