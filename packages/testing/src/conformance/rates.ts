import assert from 'node:assert/strict'
import { type ConformanceCase, rule } from './conformance-case.js'
import { sampleTime } from './sample-records.js'

/** Not a round number, so that windows aligned to the clock are noticed. */
const now = sampleTime + 12_345
const resetsAt = now + 60_000
const year = 365 * 24 * 3_600_000

/** `rates.hit`, `.read` and `.reset`. */
export const rates: readonly ConformanceCase[] = [
  rule('rates.hit: opens a window with the first hit and counts in it', async ({ rates }) => {
    assert.deepEqual(await rates.hit('key', 60, now), { count: 1, resetsAt })
    assert.deepEqual(await rates.hit('key', 60, now + 59_999), { count: 2, resetsAt })
  }),

  rule('rates.hit: the hit at the end opens the next window', async ({ rates }) => {
    await rates.hit('key', 60, now)
    await rates.hit('key', 60, now)
    assert.deepEqual(await rates.hit('key', 60, resetsAt), { count: 1, resetsAt: resetsAt + 60_000 })
    assert.deepEqual(await rates.hit('key', 60, resetsAt + 1), { count: 2, resetsAt: resetsAt + 60_000 })
  }),

  rule('rates.hit: keys do not count for each other', async ({ rates }) => {
    for (const key of ['key', 'KEY', 'key ', 'kéy', 'ke\u0301y']) assert.equal((await rates.hit(key, 60, now)).count, 1)
  }),

  rule('rates.read: the count without counting', async ({ rates }) => {
    await rates.hit('key', 60, now)
    assert.deepEqual(await rates.read('key', now + 1), { count: 1, resetsAt })
    assert.deepEqual(await rates.read('key', now + 1), { count: 1, resetsAt })
  }),

  rule('rates.read: 0 before the first hit and from the end on', async ({ rates }) => {
    assert.deepEqual(await rates.read('key', now), { count: 0, resetsAt: now })
    await rates.hit('key', 60, now)
    assert.equal((await rates.read('key', resetsAt - 1)).count, 1)
    assert.deepEqual(await rates.read('key', resetsAt), { count: 0, resetsAt })
  }),

  rule('rates.reset: closes the window of this key only', async ({ rates }) => {
    await rates.hit('key', 60, now)
    await rates.hit('other', 60, now)
    await rates.reset('key')
    await rates.reset('unknown')
    assert.equal((await rates.read('key', now)).count, 0)
    assert.equal((await rates.read('other', now)).count, 1)
    assert.deepEqual(await rates.hit('key', 60, now + 5), { count: 1, resetsAt: resetsAt + 5 })
  }),

  rule('rates.hit: a window keeps the length it was opened with', async ({ rates }) => {
    await rates.hit('key', 60, now)
    assert.deepEqual(await rates.hit('key', 3600, now + 1), { count: 2, resetsAt })
    assert.deepEqual(await rates.hit('key', 1, now + 2), { count: 3, resetsAt })
    assert.deepEqual(await rates.hit('key', 1, resetsAt), { count: 1, resetsAt: resetsAt + 1000 })
  }),

  rule('rates.hit: a clock that is behind counts in the window that is open', async ({ rates }) => {
    await rates.hit('key', 60, now)
    assert.deepEqual(await rates.hit('key', 60, now - 5000), { count: 2, resetsAt })
    assert.deepEqual(await rates.read('key', now - 5000), { count: 2, resetsAt })
  }),

  rule(
    'rates.hit: a window that a clock far ahead has opened is not open by a clock that is right',
    async ({ rates }) => {
      for (let hits = 0; hits < 3; hits++) await rates.hit('key', 60, now + year)
      assert.deepEqual(await rates.hit('key', 60, now), { count: 1, resetsAt })
      assert.deepEqual(await rates.hit('key', 60, now + 1), { count: 2, resetsAt })
      assert.deepEqual(await rates.read('key', resetsAt), { count: 0, resetsAt })
    },
  ),

  rule('rates.hit: clocks a minute apart count in one window, and further apart they do not', async ({ rates }) => {
    await rates.hit('key', 60, now + 60_000)
    assert.deepEqual(await rates.hit('key', 60, now), { count: 2, resetsAt: resetsAt + 60_000 })
    await rates.hit('other', 60, now + 60_001)
    assert.deepEqual(await rates.hit('other', 60, now), { count: 1, resetsAt })
  }),
]
