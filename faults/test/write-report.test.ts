import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { printReport, type Report, wrongIn } from '../report/report.js'
import { nothing } from '../report/tallies.js'
import { writeReport } from '../report/write-report.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-report-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const marks = ['<!-- found by npm run faults: begin -->', '<!-- found by npm run faults: end -->'] as const

test('the found part of a document is replaced, and the rest of it stays', () => {
  const path = join(folder, 'document.md')
  writeFileSync(path, `before\n${marks[0]}\nold\n${marks[1]}\nafter\n`)
  writeReport(pathToFileURL(path), 'new')
  expect(readFileSync(path, 'utf8')).toBe(`before\n${marks[0]}\n\nnew\n\n${marks[1]}\nafter\n`)
})

test('a document without a found part is left alone', () => {
  const path = join(folder, 'document.md')
  writeFileSync(path, 'nothing is found here\n')
  expect(() => writeReport(pathToFileURL(path), 'new')).toThrow(RangeError)
  expect(readFileSync(path, 'utf8')).toBe('nothing is found here\n')
})

const report: Report = {
  seed: 7,
  killed: [
    {
      database: 'SQLite 3',
      killed: { kills: 2, tallies: nothing, violations: [{ check: 'counts as rows', what: 'one counts 2' }] },
    },
  ],
  scenarios: [{ name: 'Deadlocks', finding: { done: '3 deadlocks', wrong: ['a call was rejected'] } }],
}

test('what is wrong is named, wherever it was found', () => {
  expect(wrongIn(report)).toEqual(['SQLite 3: counts as rows: one counts 2', 'Deadlocks: a call was rejected'])
})

test('the report counts what is wrong, and says how to run it again', () => {
  const lines = printReport(report).split('\n')
  expect(lines).toContain('`npm run faults -- --seed 7`')
  expect(lines).toContain('| Half done | 1 |')
  expect(lines).toContain('| Lost | 0 |')
  expect(lines).toContain('| Deadlocks | 3 deadlocks | 1 |')
})
