import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { memoryStorage } from '@latchkey/memory'
import { storageConformance } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { plantedPasskeyFaults } from '../../../packages/adapters/memory/test/planted-passkey-faults.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/write-an-adapter.md'), 'utf8')

/** The blocks that name a file of the example. */
const excerpts = [...guide.matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = '', code = '']) => ({
  path,
  code,
}))

/** The beginnings of names in the table of the order to write in. */
const beginnings = [...guide.matchAll(/^\| \d+ \|.*\|(.*)\|$/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, beginning = '']) => beginning),
)

describe('docs/write-an-adapter.md', () => {
  test.each(excerpts)('shows $path as it is', ({ path, code }) => {
    const file = join(root, 'examples/custom-adapter', path)
    expect(existsSync(file) && readFileSync(file, 'utf8').includes(code)).toBe(true)
  })

  test('has excerpts of keys, of a verb and of the races', () => {
    expect(excerpts.map(({ path }) => path)).toEqual([
      'src/keys.ts',
      'src/record-use.ts',
      'test/contestants.ts',
      'test/processes.ts',
    ])
  })

  test('orders every case of the suite', () => {
    const unordered = storageConformance.filter(
      ({ name }) => !beginnings.some((beginning) => name.startsWith(beginning)),
    )
    expect(unordered.map(({ name }) => name)).toEqual([])
  })

  test.each(beginnings)('names cases that there are: %s', (beginning) => {
    expect(storageConformance.some(({ name }) => name.startsWith(beginning))).toBe(true)
  })

  test('tells how the case fails that it takes for its example', async () => {
    const [fault] = plantedPasskeyFaults.filter(
      ({ fault }) => fault === 'counts before it adds, instead of in one step',
    )
    const failing = storageConformance.find(({ name }) => name === fault?.caughtBy)
    const prose = guide.replaceAll(/\s+/g, ' ')
    expect(prose).toContain(`\`${failing?.name}\``)
    expect(prose).toContain('`actual` `{ added: 20 }` and `expected` `{ added: 1, limit_reached: 19 }`')
    await expect(failing?.run(() => fault?.plant(memoryStorage()) ?? memoryStorage())).rejects.toMatchObject({
      actual: { added: 20 },
      expected: { added: 1, limit_reached: 19 },
    })
  })
})
