import { expect, test } from 'vitest'
import { describeSurvivors, type MutationReport, printFigures } from '../mutation-figures.js'

const mutant = (status: string) => ({
  status,
  mutatorName: 'ConditionalExpression',
  replacement: 'false',
  location: { start: { line: 7, column: 3 } },
})

const report: MutationReport = {
  files: {
    'packages/core/src/parse/cbor.ts': { mutants: ['Killed', 'Timeout', 'Survived', 'Ignored'].map(mutant) },
    'packages/core/src/verify/check-origin.ts': { mutants: [mutant('Killed')] },
  },
}

test('the figures of the folders that were run are new, and those of the others stay', () => {
  const before = '| `parse` | 1 | 0 | 1 | 0.0 % |\n| `policy` | 4 | 4 | 0 | 100.0 % |'
  const figures = printFigures(report, { folders: ['parse', 'verify', 'policy'], chosen: ['parse', 'verify'], before })
  expect(figures.split('\n').slice(2)).toEqual([
    '| `parse` | 3 | 2 | 1 | 66.7 % |',
    '| `verify` | 1 | 1 | 0 | 100.0 % |',
    '| `policy` | 4 | 4 | 0 | 100.0 % |',
  ])
})

test('what survived is named by file, line and change', () => {
  expect(describeSurvivors(report)).toEqual(['packages/core/src/parse/cbor.ts:7:3 ConditionalExpression: false'])
})
