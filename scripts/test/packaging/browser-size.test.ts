import { gzipSync } from 'node:zlib'
import { build, type OutputFile } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../.size-limit.mjs'

interface Bundle {
  /** What a page loads at once. */
  readonly entry: OutputFile
  /** What it loads only where the browser lacks something. */
  readonly later: readonly OutputFile[]
}

/** A page that uses one export of the browser package, bundled as an app would. */
async function bundle(name: string): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${name} } from '@latchkey/browser'`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['@latchkey/source'],
    outdir: 'unwritten',
    write: false,
  })
  const [entry, ...later] = outputFiles
  if (!entry?.path.endsWith('stdin.js')) throw new Error('The entry is not the first file of the bundle.')
  return { entry, later }
}

const compressedSize = ({ contents }: OutputFile): number => gzipSync(contents, { level: 9 }).length

describe.each(limits)('a page with $name', async ({ name, limit }) => {
  const { entry, later } = await bundle(name)

  test(`takes at most ${limit} bytes, compressed`, () => {
    expect(compressedSize(entry)).toBeLessThanOrEqual(limit)
  })

  test('loads nothing else at once', () => {
    expect(entry.text).not.toMatch(/\bimport\s*["'{*]|\bfrom\s*["']/)
  })

  test('leaves the library for older browsers to a later load', () => {
    expect(entry.text).toMatch(/import\("\.\/fallback-\w+\.js"\)/)
    expect(entry.text).not.toContain('ERROR_PASSTHROUGH')
    expect(later.map(({ text }) => text).join()).toContain('ERROR_PASSTHROUGH')
  })

  test.each(['node:', 'storage', 'Storage', 'COSE', 'cbor', 'zod', 'The signature does not hold', 'Buffer.from'])(
    'holds no "%s"',
    (text) => {
      for (const file of [entry, ...later]) expect(file.text).not.toContain(text)
    },
  )
})

test('a page that only signs in does not know how to make, list or remove passkeys', async () => {
  const { entry } = await bundle('createSignInClient')
  for (const text of ['credentials.create', '/enroll/', '/:id', '/prompt']) expect(entry.text).not.toContain(text)
})
