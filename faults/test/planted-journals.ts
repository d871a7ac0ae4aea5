import type { CheckName } from '../checks/checks.js'
import type { Evidence } from '../checks/evidence.js'
import type { Outcome } from '../journal/journal-line.js'
import type { Journals, MadeCall } from '../journal/read-journals.js'

export interface PlantedJournals {
  readonly rule: string
  plant(evidence: Evidence): Evidence
  /** The one check that has to notice. */
  readonly finds: CheckName
}

/** Results and deliveries of processes, as lines in their journals. */
export const plantedJournals: readonly PlantedJournals[] = [
  {
    rule: 'a ceremony succeeds twice',
    plant: (evidence) => withCalls(evidence, [again(evidence, 'success')]),
    finds: 'one success per ceremony',
  },
  {
    rule: 'a version of a policy is answered to two writers',
    plant: (evidence) => withCalls(evidence, [firstCall(evidence, 'policy')]),
    finds: 'policies without gaps',
  },
  {
    rule: 'a call has an impossible result',
    plant: (evidence) => withCalls(evidence, [{ ...firstCall(evidence, 'remove'), outcome: 'forbidden' }]),
    finds: 'only expected answers',
  },
  {
    rule: 'an event comes back after it was settled',
    plant: (evidence) =>
      withDeliveries(evidence, ({ eventId, at }) => ({ eventId, claimedAt: at + 1e6, at: at + 1e6 })),
    finds: 'settled means delivered',
  },
  {
    rule: 'events come in the wrong order',
    plant: (evidence) => withDeliveries(evidence, (it) => ({ ...it, at: -it.at })),
    finds: 'delivered in order',
  },
]

function firstCall({ before }: Evidence, verb: string): MadeCall {
  const found = before.calls.find(({ call, outcome }) => call.verb === verb && outcome === 'success')
  if (!found) throw new RangeError(`The load has no ${verb} that succeeded.`)
  return found
}

/** The same sign-in, later. */
function again(evidence: Evidence, outcome: Outcome): MadeCall {
  const made = firstCall(evidence, 'sign-in')
  return { ...made, at: made.at + 1, outcome }
}

function withCalls(evidence: Evidence, planted: readonly MadeCall[]): Evidence {
  const add = (journals: Journals) => ({ ...journals, calls: [...journals.calls, ...planted] })
  return { ...evidence, before: add(evidence.before), after: add(evidence.after) }
}

function withDeliveries(
  evidence: Evidence,
  change: (delivery: Journals['deliveries'][number]) => Journals['deliveries'][number],
): Evidence {
  const { after } = evidence
  return { ...evidence, after: { ...after, deliveries: [...after.deliveries, ...after.deliveries.map(change)] } }
}
