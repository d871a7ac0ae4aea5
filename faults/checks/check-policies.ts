import type { MadeCall } from '../journal/read-journals.js'
import { type Evidence, tally } from './evidence.js'

/** The versions of a layer have no gap, each has one event, and no version was returned to two writers. */
export function checkPolicies({ before, snapshot: { policies, events } }: Evidence): readonly string[] {
  const kept = new Map(policies.map(({ scope, version }) => [scope, version]))
  const answered = before.calls.flatMap((made) => (made.outcome === 'success' ? writtenBy(made) : []))
  const scopes = new Set([...kept.keys(), ...answered.map(({ scope }) => scope)])
  return [...scopes].flatMap((scope) => {
    const version = kept.get(scope) ?? 0
    const told = events.flatMap((event) => (isChange(event.name) && event.scope === scope ? [event.version] : []))
    const wanted = Array.from({ length: version }, (_, index) => index + 1)
    const isGapless = told.toSorted((one = 0, other = 0) => one - other).join() === wanted.join()
    const own = answered.filter((it) => it.scope === scope)
    return [
      ...(isGapless ? [] : [`${scope} has version ${version}, and events of ${told.join(', ')}`]),
      ...twice(own.map((it) => String(it.version))).map((it) => `version ${it} of ${scope} was answered to two`),
      ...own
        .filter((it) => it.version > version)
        .map((it) => `version ${it.version} of ${scope} was answered and lost`),
    ]
  })
}

function writtenBy({ call }: MadeCall): readonly { readonly scope: string; readonly version: number }[] {
  if (call.verb !== 'policy') return []
  const scope = call.organizationId === undefined ? 'environment' : `organization:${call.organizationId}`
  return [{ scope, version: call.expectedVersion + 1 }]
}

function isChange(name: string): boolean {
  return name === 'policy.changed' || name === 'policy.override_changed'
}

function twice(keys: readonly string[]): readonly string[] {
  return [...tally(keys)].flatMap(([key, count]) => (count > 1 ? [key] : []))
}
