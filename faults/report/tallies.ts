import { ceremoniesOf } from '../checks/evidence.js'
import type { Journals } from '../journal/read-journals.js'

/** The totals of a part of a run. */
export interface Tallies {
  /** Calls of the load that returned a success, returned a refusal, or did not return. */
  readonly succeeded: number
  readonly refused: number
  readonly unknown: number
  /** Of the unknown ceremonies: those that had their effect. */
  readonly unknownThatHappened: number
  /** Repeated finishes of ceremonies with a known or unknown result. */
  readonly finishedAgain: number
  readonly deliveries: number
  readonly events: number
}

export const nothing: Tallies = {
  succeeded: 0,
  refused: 0,
  unknown: 0,
  unknownThatHappened: 0,
  finishedAgain: 0,
  deliveries: 0,
  events: 0,
}

export function tallyJournals({ calls, deliveries }: Journals): Tallies {
  const load = calls.filter(({ writer }) => writer !== 'observer')
  const ofOutcome = (outcome: string) => load.filter((made) => made.outcome === outcome).length
  const unknown = ceremoniesOf(calls).filter(([first]) => first.outcome === 'unknown')
  return {
    succeeded: ofOutcome('success'),
    refused: load.length - ofOutcome('success') - ofOutcome('unknown'),
    unknown: ofOutcome('unknown'),
    unknownThatHappened: unknown.filter(([, ...again]) => again[0]?.outcome === 'ceremony_spent').length,
    finishedAgain: calls.length - load.length,
    deliveries: deliveries.length,
    events: new Set(deliveries.map(({ eventId }) => eventId)).size,
  }
}

export function add(one: Tallies, other: Tallies): Tallies {
  return {
    succeeded: one.succeeded + other.succeeded,
    refused: one.refused + other.refused,
    unknown: one.unknown + other.unknown,
    unknownThatHappened: one.unknownThatHappened + other.unknownThatHappened,
    finishedAgain: one.finishedAgain + other.finishedAgain,
    deliveries: one.deliveries + other.deliveries,
    events: one.events + other.events,
  }
}
