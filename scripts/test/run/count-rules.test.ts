import { describe, expect, test } from 'vitest'
import { countRules, rulesLine } from '../../run/count-rules.mjs'

const file = (name: string, ...paths: (readonly string[])[]) => ({
  name,
  assertionResults: paths.map((path) => ({ status: 'passed', ancestorTitles: path.slice(0, -1), title: path.at(-1) })),
})
const vitest = (...testResults: object[]) => ({ testResults })

describe('countRules', () => {
  test('the same title on several engines is one rule', () => {
    const locks = file('/a/locks.test.ts', ['locks on PostgreSQL', 'wait'], ['locks on SQLite by libsql', 'wait'])
    expect(countRules([vitest(locks)])).toEqual({ rules: 1, repetitions: 1 })
  })

  test('the same title without an engine, or in two files, states two rules', () => {
    const twice = file('/a/one.test.ts', ['refuses it'], ['refuses it'])
    const other = [file('/a/two.test.ts', ['on PGlite', 'holds']), file('/a/three.test.ts', ['on PGlite', 'holds'])]
    expect(countRules([vitest(twice, ...other)])).toEqual({ rules: 4, repetitions: 0 })
  })

  test('a case of the storage contract is one rule for all adapters', () => {
    const memory = file('/memory/test/conformance.test.ts', ['memoryStorage', 'add: counts'])
    const kysely = file('/kysely/test/conformance.test.ts', ['on MariaDB', 'add: counts'], ['on PGlite', 'add: counts'])
    expect(countRules([vitest(memory, kysely)])).toEqual({ rules: 1, repetitions: 2 })
  })

  test('a skipped test is not counted; the tests of Playwright are added', () => {
    const skipped = {
      name: '/a.test.ts',
      assertionResults: [{ status: 'pending', ancestorTitles: [], title: 'later' }],
    }
    const playwright = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 7 } }
    expect(countRules([vitest(skipped), playwright, undefined])).toEqual({ rules: 5, repetitions: 0 })
  })
})

test('the line names both numbers', () => {
  expect(rulesLine({ rules: 4300, repetitions: 6500 })).toBe('4,300 rules, 6,500 repetitions on engines')
})
