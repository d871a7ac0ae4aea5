import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readExamples } from '../../examples/read-examples.mjs'

const root = join(import.meta.dirname, '../../..')
const folder = join(root, 'docs/guides')
const examples = readExamples(root)

/** The guides that show an example, and the blocks of each that name a file of one: `next/passkeys.js`. */
const guides = readdirSync(folder)
  .filter((name) => name !== 'README.md')
  .map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const blocks = [...text.matchAll(/^```\w+ ([\w-]+)\/(\S+)\n([\s\S]*?)^```$/gm)]
    return { name, text, blocks: blocks.map(([, example = '', path = '', code = '']) => ({ example, path, code })) }
  })

describe.each(guides)('docs/guides/$name', ({ name, text, blocks }) => {
  test('has only blocks of its example, and commands', () => {
    const fences = [...text.matchAll(/^```(\w.*)$/gm)].map(([, info = '']) => info)
    expect(blocks.length).toBeGreaterThan(1)
    expect(fences.filter((info) => info !== 'sh').length).toBe(blocks.length)
  })

  test.each(blocks)('shows $example/$path as it is', ({ example, path, code }) => {
    expect(`\n${examples[example]?.files[path]}`).toContain(`\n${code}`)
  })

  test('shows all that is about passkeys on the server', () => {
    const example = examples[blocks[0]?.example ?? '']
    expect(blocks.map(({ path }) => path)).toEqual(expect.arrayContaining([...(example?.passkeys ?? [])]))
  })

  test('is in the list of guides', () => {
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`](${name})`)
  })
})
