import type { MadeCall } from '../journal/read-journals.js'
import { ceremoniesOf, type Evidence, fateOf, tally } from './evidence.js'

/** A passkey whose addition was acknowledged exists, unless its removal was at least begun. */
export function checkNothingLost({ before, snapshot, after }: Evidence): readonly string[] {
  const kept = new Set(snapshot.passkeys.map(({ id }) => id))
  const begun = removalsOf(after.calls).filter(({ outcome }) => outcome === 'success' || outcome === 'unknown')
  const gone = new Set(begun.map(passkeyOf))
  return enrolled(before.calls, 'happened')
    .filter((id) => !kept.has(id) && !gone.has(id))
    .map((id) => `the passkey ${id} was answered and is not there`)
}

/** A removed passkey, or one that was never added, does not exist. */
export function checkNothingMore({ before, snapshot, after }: Evidence): readonly string[] {
  const removed = new Set(removalsOf(before.calls).flatMap((it) => (it.outcome === 'success' ? [passkeyOf(it)] : [])))
  const possible = new Set([...enrolled(after.calls, 'happened'), ...enrolled(after.calls, 'open')])
  return snapshot.passkeys.flatMap(({ id }) => [
    ...(removed.has(id) ? [`the passkey ${id} was removed and is there`] : []),
    ...(possible.has(id) ? [] : [`the passkey ${id} exists and was never added`]),
  ])
}

/** A passkey counts at least the successful sign-ins, and at most the started ones. */
export function checkSignIns({ before, snapshot, after }: Evidence): readonly string[] {
  const least = signInsOf(before.calls, ['happened'])
  const most = signInsOf(after.calls, ['happened', 'open'])
  return snapshot.passkeys.flatMap(({ id, signInCount }) => {
    const [from, to] = [least.get(id) ?? 0, most.get(id) ?? 0]
    const fits = signInCount >= from && signInCount <= to
    return fits ? [] : [`the passkey ${id} counts ${signInCount} sign-ins: from ${from} to ${to} were made`]
  })
}

function removalsOf(calls: readonly MadeCall[]): readonly MadeCall[] {
  return calls.filter(({ call }) => call.verb === 'remove')
}

function passkeyOf({ call }: MadeCall): string {
  return 'passkeyId' in call ? call.passkeyId : ''
}

function enrolled(calls: readonly MadeCall[], fate: 'happened' | 'open'): readonly string[] {
  const ceremonies = ceremoniesOf(calls.filter(({ call }) => call.verb === 'enroll'))
  return ceremonies.filter((finishes) => fateOf(finishes) === fate).map(([first]) => passkeyOf(first))
}

function signInsOf(calls: readonly MadeCall[], fates: readonly string[]): ReadonlyMap<string, number> {
  const ceremonies = ceremoniesOf(calls.filter(({ call }) => call.verb === 'sign-in'))
  const counted = ceremonies.filter((finishes) => fates.includes(fateOf(finishes)))
  return tally(counted.map(([first]) => passkeyOf(first)))
}
