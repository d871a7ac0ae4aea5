import type { EventRecord } from '@latchkey/storage'
import { errorTable, type PasskeyErrorCode } from '@latchkey/wire'
import { timeOfEventId } from './event-ids.js'

/** How passkeys are taken up on one day in one organisation, as events tell. Users are counted once a day. */
export interface AdoptionFigures {
  /** The day in UTC, such as `2026-11-21`. */
  readonly day: string
  /** Left out for what was done in no organisation, or in none that was named. */
  readonly organizationId?: string
  /** Users who could make a passkey, as far as events tell: they were asked, have answered, or have made one. */
  readonly eligible: number
  /** Users who were asked for a passkey: the question was on the screen. */
  readonly prompted: number
  /** Users who got a passkey, by whatever route but an import. */
  readonly enrolled: number
  /** Users who said "not now" or "never". */
  readonly declined: number
  /** Sign-ins with a passkey. */
  readonly passkeySignIns: number
  /** Sign-ins by other means of which events tell: those after which the user was asked for a passkey. */
  readonly otherSignIns: number
  /**
   * Passkeys among all these sign-ins, 0 to 1; left out where there are none. A user who is not asked (any more) signs
   * in by other means untold, so that the true share may be smaller.
   */
  readonly share?: number
  /** How often a proven passkey was refused, or one more not taken, by the code of the refusal. */
  readonly failures: Readonly<Partial<Record<PasskeyErrorCode, number>>>
}

/** Who did what on the day that is being counted, in one organisation. */
interface Tally {
  readonly prompted: Set<string>
  readonly enrolled: Set<string>
  readonly declined: Set<string>
  readonly failures: Map<PasskeyErrorCode, number>
  passkeySignIns: number
  otherSignIns: number
}

type Count = (tally: Tally, event: EventRecord) => void

/** What each event adds; those that are not named add nothing. */
const counts: Readonly<Partial<Record<EventRecord['name'], Count>>> = {
  'prompt.shown': (tally, { userId = '' }) => {
    tally.prompted.add(userId)
    tally.otherSignIns++
  },
  'prompt.declined': ({ declined }, { userId = '' }) => void declined.add(userId),
  'prompt.never': ({ declined }, { userId = '' }) => void declined.add(userId),
  'passkey.added': ({ enrolled }, { userId = '', data }) => {
    if (data.source !== 'import') enrolled.add(userId)
  },
  'passkey.used': (tally, { data }) => {
    if (data.purpose === 'sign-in') tally.passkeySignIns++
  },
  'sign_in.failed': (tally, { data }) => countFailure(tally, data.reason),
  'passkey.limit_reached': (tally) => countFailure(tally, 'limit_reached'),
}

/**
 * Folds events, in the order of their ids, into figures: by day, then by organisation. It holds the users of one day at
 * a time, however many events there are. Days on which nothing of this happened are left out.
 */
export async function* adoptionFigures(events: AsyncIterable<EventRecord>): AsyncGenerator<AdoptionFigures> {
  let today = ''
  let tallies = new Map<string | undefined, Tally>()
  for await (const event of events) {
    const count = counts[event.name]
    if (!count) continue
    const day = new Date(timeOfEventId(event.id)).toISOString().slice(0, 10)
    if (day !== today) {
      yield* figuresOf(today, tallies)
      today = day
      tallies = new Map()
    }
    const tally = tallies.get(event.organizationId) ?? emptyTally()
    tallies.set(event.organizationId, tally)
    count(tally, event)
  }
  yield* figuresOf(today, tallies)
}

function emptyTally(): Tally {
  return {
    prompted: new Set(),
    enrolled: new Set(),
    declined: new Set(),
    failures: new Map(),
    passkeySignIns: 0,
    otherSignIns: 0,
  }
}

function countFailure({ failures }: Tally, reason: unknown): void {
  if (isErrorCode(reason)) failures.set(reason, (failures.get(reason) ?? 0) + 1)
}

function isErrorCode(reason: unknown): reason is PasskeyErrorCode {
  return typeof reason === 'string' && Object.hasOwn(errorTable, reason)
}

function figuresOf(day: string, tallies: ReadonlyMap<string | undefined, Tally>): readonly AdoptionFigures[] {
  const inOrder = [...tallies].sort(([one = ''], [other = '']) => (one < other ? -1 : 1))
  return inOrder.map(([organizationId, tally]) => {
    const { prompted, enrolled, declined, failures, passkeySignIns, otherSignIns } = tally
    const signIns = passkeySignIns + otherSignIns
    return {
      day,
      ...(organizationId === undefined ? {} : { organizationId }),
      eligible: new Set([...prompted, ...enrolled, ...declined]).size,
      prompted: prompted.size,
      enrolled: enrolled.size,
      declined: declined.size,
      passkeySignIns,
      otherSignIns,
      ...(signIns === 0 ? {} : { share: passkeySignIns / signIns }),
      failures: Object.fromEntries(failures),
    }
  })
}
