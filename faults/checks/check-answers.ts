import type { Call, Outcome } from '../journal/journal-line.js'
import type { Evidence } from './evidence.js'

/**
 * The expected results of the load, besides success and unknown. Any other result is wrong. `account_changed` is for
 * the second of two processes that create one user's account; `credential_not_found` and `not_found` follow the removal
 * of the passkey.
 */
const expected: Readonly<Record<Call['verb'], readonly Outcome[]>> = {
  enroll: ['limit_reached', 'ceremony_spent', 'account_changed'],
  'sign-in': ['ceremony_spent', 'credential_not_found'],
  remove: ['not_found'],
  policy: ['version_conflict'],
}

/** No call was refused without a reason, and no error lacks a code. */
export function checkAnswers({ after }: Evidence): readonly string[] {
  return after.calls.flatMap(({ lane, call, outcome }) => {
    const isExpected = outcome === 'success' || outcome === 'unknown' || expected[call.verb].includes(outcome)
    return isExpected ? [] : [`${call.verb} in ${lane} was told ${outcome}`]
  })
}
