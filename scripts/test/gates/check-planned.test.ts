import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { comparePlanned, findUnused } from '../../gates/check-planned.mjs'

const root = join(import.meta.dirname, '../../..')
const unused = findUnused(root)
const page = readFileSync(join(root, 'docs/policy.md'), 'utf8')
const row = /^\| `([^`]+)` \| (\w+) \| planned \|.*\n/gm
const rows = [...page.matchAll(row)]

test('every field, code and event has a use or is marked as planned', () => {
  expect(comparePlanned(unused, page)).toEqual([])
})

test.each(rows.map(([text, name, kind]) => ({ text, name, kind })))(
  'without its row, the $kind $name is found',
  (it) => {
    const found = comparePlanned(unused, page.replace(it.text, ''))
    expect(found).toEqual([expect.stringContaining(`nothing uses the ${it.kind} ${it.name}:`)])
  },
)

test.each(['field mode', 'code not_found', 'event passkey.added', 'event passkey.unheard_of'])(
  'the %s, marked as planned, is found',
  (it) => {
    const [kind, name] = it.split(' ')
    const marked = page.replace(
      '<!-- end of planned -->',
      `| \`${name}\` | ${kind} | planned | |\n<!-- end of planned -->`,
    )
    expect(comparePlanned(unused, marked)).toEqual([expect.stringContaining(`the ${it} is marked as planned`)])
  },
)

test('without the table, every row is missing', () => {
  expect(comparePlanned(unused, '')).toHaveLength(rows.length)
})
