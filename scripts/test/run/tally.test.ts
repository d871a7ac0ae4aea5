import { describe, expect, test } from 'vitest'
import { addUp, isGreen, summaryLine, tallyPlaywright, tallyVitest } from '../../run/tally.mjs'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
})
const vitest = (exitCode: number | null, ...testResults: object[]) => tallyVitest({ report: { testResults }, exitCode })

describe('tallyVitest', () => {
  test('counts the tests of every file; pending and todo ones are skipped', () => {
    const first = file('passed', 'passed', 'passed', 'pending')
    const second = file('failed', 'passed', 'failed', 'todo', 'skipped')
    expect(vitest(1, first, second)).toEqual({ passed: 3, failed: 1, skipped: 3 })
  })

  test('a file that could not be loaded is one failure', () => {
    expect(vitest(1, file('passed', 'passed'), file('failed'))).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })

  test('a file whose hook threw after its tests passed is one failure', () => {
    expect(vitest(1, file('failed', 'passed', 'passed'))).toEqual({ passed: 2, failed: 1, skipped: 0 })
  })

  test('an unknown outcome is a failure', () => {
    expect(vitest(0, file('passed', 'passed', 'vanished'))).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })

  test('an unhandled error, which only the exit code shows, is one failure', () => {
    expect(vitest(1, file('passed', 'passed'))).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })

  test('a runner that was killed is one failure', () => {
    expect(vitest(null, file('passed', 'passed'))).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })

  test('a run without a report, or without tests, is one failure', () => {
    const failure = { passed: 0, failed: 1, skipped: 0 }
    expect(tallyVitest({ report: undefined, exitCode: 0 })).toEqual(failure)
    expect(vitest(0)).toEqual(failure)
  })
})

describe('tallyPlaywright', () => {
  const stats = { expected: 4, unexpected: 0, flaky: 0, skipped: 0 }

  test('counts what its statistics say; a test that needed a second try has failed', () => {
    const report = { stats: { expected: 4, unexpected: 2, flaky: 1, skipped: 5 }, errors: [] }
    expect(tallyPlaywright({ report, exitCode: 1 })).toEqual({ passed: 4, failed: 3, skipped: 5 })
  })

  test('errors outside of tests are failures', () => {
    const report = { stats, errors: [{ message: 'no such file' }, { message: 'nor this' }] }
    expect(tallyPlaywright({ report, exitCode: 1 })).toEqual({ passed: 4, failed: 2, skipped: 0 })
  })

  test('a crash, which only the exit code shows, is one failure', () => {
    expect(tallyPlaywright({ report: { stats, errors: [] }, exitCode: 1 })).toEqual({
      passed: 4,
      failed: 1,
      skipped: 0,
    })
  })

  test('a run without a report is one failure', () => {
    expect(tallyPlaywright({ report: undefined, exitCode: 0 })).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('the sum', () => {
  test('adds the runners up', () => {
    const parts = [
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ]
    expect(addUp(parts)).toEqual({ passed: 11, failed: 22, skipped: 33 })
  })

  test('is one plain line, which names skipped tests only when there are any', () => {
    expect(summaryLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed')
    expect(summaryLine({ passed: 7, failed: 1, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped')
  })

  test('is green only when something passed and nothing failed', () => {
    expect(isGreen({ passed: 1, failed: 0, skipped: 9 })).toBe(true)
    expect(isGreen({ passed: 9, failed: 1, skipped: 0 })).toBe(false)
    expect(isGreen({ passed: 0, failed: 0, skipped: 9 })).toBe(false)
  })
})
