import { join, relative } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** What a program loads that imports this door of core, before it asks for anything, and what it may load later. */
async function loadedBy(door: string) {
  const entry = join(root, 'packages/core/src', door)
  const { metafile } = await build({
    entryPoints: [entry],
    outdir: join(root, 'not-written'),
    ...{ write: false, bundle: true, splitting: true, metafile: true, logLevel: 'silent' },
    ...{ format: 'esm', platform: 'node', packages: 'external', conditions: ['@latchkey/source'] },
  })
  const start = Object.entries(metafile.outputs).find(
    ([, it]) => it.entryPoint === toPosix(relative(process.cwd(), entry)),
  )
  return { first: packagesBelow(metafile, start?.[0], ['import-statement']), all: packagesBelow(metafile, start?.[0]) }
}

function packagesBelow(metafile: Metafile, start: string | undefined, kinds?: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const visit = (path: string | undefined) => {
    if (path === undefined || seen.has(path)) return
    seen.add(path)
    for (const it of metafile.outputs[path]?.imports ?? []) if (kinds?.includes(it.kind) ?? true) visit(it.path)
  }
  visit(start)
  return [...seen].filter((path) => !(path in metafile.outputs))
}

const toPosix = (path: string) => path.replaceAll('\\', '/')
const readsCertificates = /^(asn1js|@peculiar\/)/

test.each(['index.ts', 'webauthn.ts'])('core reads certificates only when there is one to judge: %s', async (door) => {
  const { first, all } = await loadedBy(door)
  expect(first).toContain('lru-cache')
  expect(first.filter((name) => readsCertificates.test(name))).toEqual([])
  expect(all.filter((name) => readsCertificates.test(name))).toContain('@peculiar/asn1-x509')
})
