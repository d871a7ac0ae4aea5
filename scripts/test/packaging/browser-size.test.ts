import { gzipSync } from 'node:zlib'
import { type BuildOptions, build, type OutputFile } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { extras, limits } from '../../../.size-limit.mjs'

interface Bundle {
  /** What a page loads at once. */
  readonly entry: OutputFile
  /** What it loads only where the browser lacks something. */
  readonly later: readonly OutputFile[]
}

function bundling(name: string, from = '@latchkey/browser') {
  const contents = `export { ${name} } from '${from}'`
  return {
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['@latchkey/source'],
    outdir: 'unwritten',
    write: false,
  } satisfies BuildOptions
}

/** A page that uses one export of the browser package, bundled as an app would. */
async function bundle(name: string): Promise<Bundle> {
  const { outputFiles } = await build(bundling(name))
  const [entry, ...later] = outputFiles
  if (!entry?.path.endsWith('stdin.js')) throw new Error('The entry is not the first file of the bundle.')
  return { entry, later }
}

/** All that a page ever loads, in one file, but the parser for older browsers. */
async function bundleInOneFile(name: string, from?: string): Promise<OutputFile | undefined> {
  const { outputFiles } = await build({
    ...bundling(name, from),
    splitting: false,
    external: ['./parse-options.js', 'react'],
  })
  return outputFiles[0]
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

  test.each([
    ['parse-options', 'The parser for older browsers', 'excludeCredentials'],
    ['serialize-credential', 'The serializer for password managers', 'hmacGetSecret'],
    ['keep-offering', 'Autofill', 'isConditionalMediationAvailable()'],
    ['explain-failure', 'What failures mean', 'permissions policy'],
  ])('loads %s later: %s', (file, _, text) => {
    expect(entry.text).toMatch(new RegExp(`import\\("\\./${file}-\\w+\\.js"\\)`))
    expect(entry.text).not.toContain(text)
    expect(later.map(({ text }) => text).join()).toContain(text)
  })

  test.each(['node:', 'storage', 'Storage', 'COSE', 'cbor', 'zod', 'The signature does not hold', 'Buffer.from'])(
    'holds no "%s"',
    (text) => {
      for (const file of [entry, ...later]) expect(file.text).not.toContain(text)
    },
  )
})

test('the whole client takes at most 6,100 bytes, compressed, with what it loads later', async () => {
  const file = await bundleInOneFile('createPasskeyClient')
  expect(file && compressedSize(file)).toBeLessThanOrEqual(6_100)
})

test.each(extras)('$name takes at most $limit bytes, compressed, by itself', async ({ name, from, limit }) => {
  const file = await bundleInOneFile(name, from)
  expect(file && compressedSize(file)).toBeLessThanOrEqual(limit)
  expect(file?.text).not.toMatch(/node:|COSE|cbor|zod|Buffer\.from/)
})

test('a page that only signs in does not know how to make, list or remove passkeys', async () => {
  const { entry } = await bundle('createSignInClient')
  for (const text of ['credentials.create', '/enroll/', '/:id', '/prompt', '/outcome'])
    expect(entry.text).not.toContain(text)
})
