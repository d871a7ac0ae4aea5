import type { PasskeyStorage } from '@latchkey/storage'
import type { Attributes, Histogram } from '@opentelemetry/api'
import {
  client,
  type Instruments,
  isMethod,
  observe,
  openInstruments,
  secondsBuckets,
  type TelemetryOptions,
} from './telemetry.js'

/**
 * The same storage, whose verbs make a span each, below that of the method that calls them, and are measured. Give it to
 * `createPasskeys` in place of the storage itself.
 */
export function instrumentStorage<Transaction>(
  storage: PasskeyStorage<Transaction>,
  options: TelemetryOptions = {},
): PasskeyStorage<Transaction> {
  const instruments = openInstruments(options)
  const duration = instruments.meter.createHistogram('latchkey.storage.duration', {
    description: 'How long calls of the storage took.',
    unit: 's',
    advice: { explicitBucketBoundaries: secondsBuckets },
  })
  const wrapping = { ...instruments, duration }
  const stores = Object.entries(storage).map(([name, member]: [string, unknown]) => {
    if (name === 'schema') return [name, member]
    if (isMethod(member)) return [name, wrapVerb(storage, member, name, wrapping)]
    return [name, typeof member === 'object' && member !== null ? wrapStore(member, name, wrapping) : member]
  })
  return Object.freeze(Object.fromEntries(stores))
}

interface Wrapping extends Instruments {
  readonly duration: Histogram
}

function wrapStore(store: object, path: string, wrapping: Wrapping): object {
  const verbs = Object.entries(store).map(([name, verb]: [string, unknown]) => [
    name,
    isMethod(verb) ? wrapVerb(store, verb, `${path}.${name}`, wrapping) : verb,
  ])
  return Object.freeze(Object.fromEntries(verbs))
}

function wrapVerb(
  store: object,
  verb: (...inputs: never[]) => unknown,
  name: string,
  { tracer, duration }: Wrapping,
): (...inputs: readonly unknown[]) => Promise<unknown> {
  const attributes = { 'latchkey.storage.operation': name }
  return (...inputs) =>
    observe(
      {
        tracer,
        name: `latchkey.storage ${name}`,
        kind: client,
        attributes,
        ofResult,
        ofError: (error) => ({ 'error.type': error instanceof Error ? error.name : '_OTHER' }),
        done: (seconds, all) => duration.record(seconds, all),
      },
      async () => Reflect.apply(verb, store, inputs),
    )
}

/** An expected outcome is a word, such as `already_spent`. Any other result is data. */
function ofResult(result: unknown): Attributes {
  return typeof result === 'string' && /^[a-z_]{1,32}$/.test(result) ? { 'latchkey.storage.outcome': result } : {}
}
