import { expect, test } from 'vitest'
import { describeAge, describeDate } from '../src/times.js'

const now = Date.UTC(2026, 4, 4, 12)
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

test.each([
  [0, 'just now'],
  [minute - 1, 'just now'],
  [minute, '1 minute ago'],
  [hour - 1, '59 minutes ago'],
  [hour, '1 hour ago'],
  [day - 1, '23 hours ago'],
  [day, 'yesterday'],
  [7 * day - 1, '6 days ago'],
  [7 * day, 'on April 27, 2026'],
])('an instant %i ms ago is %s', (age, words) => {
  expect(describeAge(now - age, now)).toBe(words)
})

test('an instant in the future is just now', () => {
  expect(describeAge(now + hour, now)).toBe('just now')
})

test('a date has the month in words', () => {
  expect(describeDate(now)).toBe('May 4, 2026')
})
