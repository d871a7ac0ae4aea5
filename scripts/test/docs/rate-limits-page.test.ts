import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { limitTable } from '../../../packages/core/src/config/limits.js'

const page = readFileSync(fileURLToPath(new URL('../../../docs/rate-limits.md', import.meta.url)), 'utf8')

test('docs/rate-limits.md has a row for each limit, with its default and what happens without a count', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (\d+) \| (.+) \|$/gm)].map(
    ([, name = '', most, windowSeconds, without = '']) => [
      name,
      { most: Number(most), windowSeconds: Number(windowSeconds), protects: /refused/.test(without) ? 'code' : 'work' },
    ],
  )
  expect(Object.fromEntries(rows)).toEqual(limitTable)
})
