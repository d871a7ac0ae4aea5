import type { AdoptionFigures } from '@latchkey/core'
import { expect, test } from 'vitest'
import { lastDays, reportAdoption } from '../src/adoption/report-adoption.js'

const quiet: Omit<AdoptionFigures, 'day'> = {
  eligible: 0,
  prompted: 0,
  enrolled: 0,
  declined: 0,
  passkeySignIns: 0,
  otherSignIns: 0,
  failures: {},
}
const time = { from: Date.UTC(2026, 1, 27), to: Date.UTC(2026, 2, 2) }

test('the last days include all of today, in UTC', () => {
  const ofToday = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 2, 2) }
  expect(lastDays(1, ofToday.from)).toEqual(ofToday)
  expect(lastDays(1, ofToday.to - 1)).toEqual(ofToday)
  expect(lastDays(3, ofToday.from)).toEqual(time)
})

test('organizations are added up, and days without activity are included', () => {
  const { days, total } = reportAdoption(
    [
      { ...quiet, day: '2026-02-27', prompted: 2, otherSignIns: 3 },
      { ...quiet, day: '2026-02-27', organizationId: 'marsh-and-moor', prompted: 1, passkeySignIns: 4 },
      { ...quiet, day: '2026-03-01', enrolled: 5, declined: 6 },
    ],
    time,
  )
  const nothing = { prompted: 0, enrolled: 0, declined: 0, passkeySignIns: 0, otherSignIns: 0 }
  expect(days).toEqual([
    { ...nothing, day: '2026-02-27', prompted: 3, passkeySignIns: 4, otherSignIns: 3 },
    { ...nothing, day: '2026-02-28' },
    { ...nothing, day: '2026-03-01', enrolled: 5, declined: 6 },
  ])
  expect(total).toEqual({ prompted: 3, enrolled: 5, declined: 6, passkeySignIns: 4, otherSignIns: 3 })
})

test.each([
  [3, 1, 0.75],
  [0, 2, 0],
  [2, 0, 1],
  [0, 0, undefined],
])('of %i sign-ins with a passkey and %i others the share is %s', (passkeySignIns, otherSignIns, share) => {
  expect(reportAdoption([{ ...quiet, day: '2026-03-01', passkeySignIns, otherSignIns }], time).share).toBe(share)
})

test('failures are added up by code, the most frequent first', () => {
  const { failures } = reportAdoption(
    [
      { ...quiet, day: '2026-02-27', failures: { account_locked: 1, limit_reached: 1 } },
      { ...quiet, day: '2026-03-01', failures: { limit_reached: 2 } },
    ],
    time,
  )
  expect(failures).toEqual([
    ['limit_reached', 3],
    ['account_locked', 1],
  ])
})

test('how requests ended is added up by its kind, the most frequent first', () => {
  const cancelled = { purpose: 'sign-in', code: 'cancelled', mode: 'modal', withinSeconds: 3, count: 2 } as const
  const slow = { ...cancelled, withinSeconds: 60, count: 4 }
  const { outcomes } = reportAdoption(
    [
      { ...quiet, day: '2026-02-27', reported: [cancelled, slow] },
      { ...quiet, day: '2026-03-01', organizationId: 'marsh-and-moor', reported: [{ ...cancelled, count: 5 }] },
      { ...quiet, day: '2026-03-01' },
    ],
    time,
  )
  expect(outcomes).toEqual([{ ...cancelled, count: 7 }, slow])
})
