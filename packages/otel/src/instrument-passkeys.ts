import type { Passkeys } from '@latchkey/core'
import type { Attributes, Histogram } from '@opentelemetry/api'
import {
  type Instruments,
  internal,
  isMethod,
  observe,
  openInstruments,
  secondsBuckets,
  type TelemetryOptions,
} from './telemetry.js'

/**
 * The same passkeys, whose methods make a span each and are counted. Nothing else changes: results and errors pass through.
 * No attribute holds an id, a name, an address, or anything that a user typed.
 */
export function instrumentPasskeys(passkeys: Passkeys, options: TelemetryOptions = {}): Passkeys {
  const instruments = openInstruments(options)
  const duration = instruments.meter.createHistogram('latchkey.operation.duration', {
    description: 'How long methods of Latchkey took.',
    unit: 's',
    advice: { explicitBucketBoundaries: secondsBuckets },
  })
  const deliveries = instruments.meter.createCounter('latchkey.deliveries', {
    description: 'Attempts to deliver events, by their result.',
    unit: '{attempt}',
  })
  const delivered = (name: string, result: unknown) => {
    if (name !== 'events.deliver') return
    for (const [outcome, count] of Object.entries(Object(result))) {
      if (typeof count === 'number' && count > 0) deliveries.add(count, { 'latchkey.outcome': outcome })
    }
  }
  return wrapGroup(passkeys, '', { ...instruments, duration, delivered })
}

interface Wrapping extends Instruments {
  readonly duration: Histogram
  readonly delivered: (name: string, result: unknown) => void
}

/** What is data, or must stay synchronous. */
const unchanged: ReadonlySet<string> = new Set([
  'relyingParty',
  'logger',
  'problemTypes',
  'ceremonyOrigins',
  'wellKnown',
])

function wrapGroup<Group extends object>(group: Group, path: string, wrapping: Wrapping): Group {
  const members = Object.entries(group).map(([name, member]: [string, unknown]) => {
    const place = path === '' ? name : `${path}.${name}`
    if (path === '' && unchanged.has(name)) return [name, member]
    if (path === '' && name === 'relyingParties') return [name, wrapEach(Object(member), wrapping)]
    if (isMethod(member)) return [name, wrapMethod(group, member, place, wrapping)]
    return [name, typeof member === 'object' && member !== null ? wrapGroup(member, place, wrapping) : member]
  })
  return Object.freeze(Object.fromEntries(members))
}

/** The methods of each relying party have the same names. */
function wrapEach(parties: object, wrapping: Wrapping): object {
  return Object.fromEntries(Object.entries(parties).map(([key, party]) => [key, wrapGroup(party, '', wrapping)]))
}

type Method = (...inputs: readonly unknown[]) => Promise<unknown>

function wrapMethod(
  group: object,
  method: (...inputs: never[]) => unknown,
  name: string,
  { tracer, duration, delivered }: Wrapping,
): Method {
  const attributes = { 'latchkey.operation': name }
  return (...inputs) =>
    observe(
      {
        tracer,
        name: `latchkey ${name}`,
        kind: internal,
        attributes,
        ofResult: (result) => {
          delivered(name, result)
          return { 'latchkey.outcome': 'ok' }
        },
        ofError,
        done: (seconds, all) => duration.record(seconds, all),
      },
      async () => Reflect.apply(method, group, inputs),
    )
}

/** The code says why; a developer's mistake has none. */
function ofError(error: unknown): Attributes {
  const { code, name }: Readonly<Record<string, unknown>> = Object(error)
  const isCode = typeof code === 'string' && /^[a-z_]{1,64}$/.test(code)
  return { 'latchkey.outcome': 'refused', 'error.type': isCode ? code : typeof name === 'string' ? name : '_OTHER' }
}
