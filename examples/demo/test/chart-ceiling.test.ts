import { expect, test } from 'vitest'
import { chartCeiling } from '../src/adoption/chart-ceiling.js'

test.each([
  [0, 2],
  [2, 2],
  [3, 4],
  [5, 10],
  [10, 10],
  [11, 20],
  [21, 40],
  [999, 1000],
])('a chart of values up to %i ends at %i', (largest, ceiling) => {
  expect(chartCeiling(largest)).toBe(ceiling)
})

test('half of the ceiling is always a whole number', () => {
  const all = Array.from({ length: 5000 }, (_, largest) => chartCeiling(largest))
  expect(all.filter((ceiling, largest) => ceiling < largest || !Number.isInteger(ceiling / 2))).toEqual([])
})
