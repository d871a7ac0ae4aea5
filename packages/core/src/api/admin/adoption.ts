import type { EventRecord } from '@latchkey/storage'
import { errorTable, type PasskeyErrorCode } from '@latchkey/wire'
import { isSignIn } from '../../ceremony/ceremony.js'
import { organizationToRead } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { walkEvents } from '../../context/paging.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { type Actor, timeOfEventId } from '../../events/create-event.js'
import { type ReportedCeremony, toPasskeyEvent } from '../../events/event-data.js'
import { parseInstant } from '../../host/instant.js'

/** What `admin.adoption` takes. */
export interface AdoptionInput extends RelyingPartyInput {
  /** Epoch milliseconds, the first instant that counts. */
  readonly from: number
  /** Epoch milliseconds, exclusive; at most 366 days after `from`. */
  readonly to: number
  /**
   * Only activity in this organization.
   *
   * @default the one of the actor's scope, else all activity
   */
  readonly organizationId?: string | undefined
  /** The admin who reads. Nothing changes, so no event is emitted. */
  readonly actor: Actor
}

/** What `admin.adoption` returns. */
export interface Adoption {
  /** One for each day in UTC and organization with activity: by day, then by organization. */
  readonly items: readonly AdoptionFigures[]
}

const longest = 366 * 24 * 60 * 60 * 1000

/** The adoption of passkeys, computed from events only. See `AdminApi`. */
export async function readAdoption(context: Context, input: AdoptionInput): Promise<Adoption> {
  const organizationId = organizationToRead(context, input)
  const [from, to] = [parseInstant(input.from, 'from'), parseInstant(input.to, 'to')]
  if (to < from || to - from > longest)
    throw new PasskeyError('malformed', { cause: new TypeError('to must be 0 to 366 days after from.') })
  const items: AdoptionFigures[] = []
  for await (const figures of adoptionFigures(walkEvents(context, { organizationId, from, to }))) items.push(figures)
  return { items }
}

/** Passkey adoption on one day in one organization, derived from events. Users are counted once a day. */
export interface AdoptionFigures {
  /** The day in UTC, such as `2026-11-21`. */
  readonly day: string
  /** Absent for activity without an organization. */
  readonly organizationId?: string
  /** Users who could create a passkey, according to events: they were prompted, answered, or created one. */
  readonly eligible: number
  /** Users who saw a prompt for a passkey. */
  readonly prompted: number
  /** Users who got a passkey in any way except an import. */
  readonly enrolled: number
  /** Users who answered "not now" or "never". */
  readonly declined: number
  /** Sign-ins with a passkey, alone or as the second factor. */
  readonly passkeySignIns: number
  /** Other sign-ins that appear in events: those that were followed by a prompt. */
  readonly otherSignIns: number
  /**
   * The share of passkeys in all these sign-ins, 0 to 1. Absent without sign-ins. Other sign-ins of users who are not
   * prompted do not appear in events, so the true share may be smaller.
   */
  readonly share?: number
  /** The number of refusals after a verified signature, and of passkeys beyond the limit, by error code. */
  readonly failures: Readonly<Partial<Record<PasskeyErrorCode, number>>>
  /**
   * How ceremonies ended, as pages reported it. Absent if none did. Anyone can report anything: take it as a hint, never
   * as the only reason of an alert or a decision.
   */
  readonly reported?: readonly ReportedOutcome[]
}

/** What pages reported on one day, and how many did. */
export interface ReportedOutcome extends ReportedCeremony {
  readonly count: number
}

/** The users and counts of the current day, in one organization. */
interface Tally {
  readonly prompted: Set<string>
  readonly enrolled: Set<string>
  readonly declined: Set<string>
  readonly failures: Map<PasskeyErrorCode, number>
  readonly reported: Map<string, ReportedOutcome>
  passkeySignIns: number
  otherSignIns: number
}

const reportedMembers = [
  'purpose',
  'mode',
  'code',
  'withinSeconds',
] as const satisfies readonly (keyof ReportedCeremony)[]

type Count = (tally: Tally, event: EventRecord) => void

/** How each event counts. Events that are not listed do not count. */
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
    if (isSignIn(data.purpose)) tally.passkeySignIns++
  },
  // Anyone can cause refusals before a signature, which are counted together: they say nothing about users.
  'sign_in.failed': (tally, { data, counts }) => {
    if (!counts) countFailure(tally, data.reason)
  },
  'ceremony.reported': ({ reported }, record) => {
    const event = toPasskeyEvent(record)
    if (event.name !== 'ceremony.reported') return
    const { data, counts } = event
    const key = JSON.stringify(reportedMembers.map((name) => data[name]))
    reported.set(key, { ...data, count: (reported.get(key)?.count ?? 0) + (counts?.count ?? 1) })
  },
  'passkey.limit_reached': (tally) => countFailure(tally, 'limit_reached'),
}

/**
 * Aggregates events, in id order, into figures by day, then by organization. Memory use is bounded by the users of one
 * day. Days without such events are omitted.
 */
async function* adoptionFigures(events: AsyncIterable<EventRecord>): AsyncGenerator<AdoptionFigures> {
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
    reported: new Map(),
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
    const { prompted, enrolled, declined, failures, reported, passkeySignIns, otherSignIns } = tally
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
      ...(reported.size === 0 ? {} : { reported: [...reported.values()] }),
    }
  })
}
