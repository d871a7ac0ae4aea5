// Adds up what the test runners report. Pure: reports in, numbers out.

/** A runner that crashed, or ran nothing, counts as one failure: silence is not success. */
const crash = { passed: 0, failed: 1, skipped: 0 }

/**
 * What Vitest's JSON report says. A file that fails although none of its tests did (it could not be loaded, a hook
 * threw) counts as one failure.
 */
export function tallyVitest({ report, exitCode }) {
  const files = report?.testResults ?? []
  const counts = files.map(({ status, assertionResults }) => {
    const count = countBy(assertionResults.map((test) => vitestOutcomes[test.status] ?? 'failed'))
    return status === 'failed' && count.failed === 0 ? { ...count, failed: 1 } : count
  })
  return judge(addUp(counts), exitCode)
}

const vitestOutcomes = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  pending: 'skipped',
  todo: 'skipped',
  disabled: 'skipped',
}

/** What Playwright's JSON report says. A test that needed a second try has failed; so has what failed outside tests. */
export function tallyPlaywright({ report, exitCode }) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {}
  const outside = report?.errors?.length ?? 0
  return judge({ passed: expected, failed: unexpected + flaky + outside, skipped }, exitCode)
}

export function addUp(tallies) {
  const sum = (outcome) => tallies.reduce((total, tally) => total + tally[outcome], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/** The last line of `npm test`. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** Whether the tests vouch for anything: some passed and none failed. */
export function isGreen({ passed, failed }) {
  return passed > 0 && failed === 0
}

function countBy(outcomes) {
  const count = (outcome) => outcomes.filter((it) => it === outcome).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}

function judge(tally, exitCode) {
  const ranNothing = tally.passed + tally.failed + tally.skipped === 0
  const crashed = exitCode !== 0 && tally.failed === 0
  return ranNothing || crashed ? addUp([tally, crash]) : tally
}
