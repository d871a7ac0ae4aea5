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
  [7 * day, 'on 27 April 2026'],
])('what happened %i ms ago was %s', (age, words) => {
  expect(describeAge(now - age, now)).toBe(words)
})

test('a clock that is behind says nothing odd', () => {
  expect(describeAge(now + hour, now)).toBe('just now')
})

test('a date is written out', () => {
  expect(describeDate(now)).toBe('4 May 2026')
})
