import { malformed, type Row } from './row.js'

/** The possible units of times that are plain numbers. */
export const timeUnits = { milliseconds: 1, seconds: 1000 } as const satisfies Readonly<Record<string, number>>

/** The unit of a time that is a plain number. */
export type TimeUnit = keyof typeof timeUnits

/** The last instant of a `Date`. */
const lastInstant = 8.64e15

/**
 * An instant as epoch milliseconds: from a number of these units (in digits too: drivers return 64-bit columns as
 * text), from a `Date`, or from ISO 8601, which is UTC if it names no zone.
 *
 * @throws {RowRefusal} `malformed`
 */
export function readInstant(units: TimeUnit = 'milliseconds'): (row: Row, field: string) => number {
  return (row, field) => {
    const instant = instantOf(row.value(field), timeUnits[units])
    const isInstant = instant !== undefined && Number.isInteger(instant) && instant >= 0 && instant <= lastInstant
    if (!isInstant) throw malformed(row, field)
    return instant
  }
}

function instantOf(value: unknown, unit: number): number | undefined {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'number') return inMilliseconds(value, unit)
  if (typeof value !== 'string') return undefined
  return /^\d{1,17}(?:\.\d{1,9})?$/.test(value) ? inMilliseconds(Number(value), unit) : fromIsoDate(value)
}

/** PostgreSQL returns epoch seconds with a fraction. Anything below a millisecond is dropped. */
function inMilliseconds(count: number, unit: number): number {
  return unit === 1 ? count : Math.floor(count * unit)
}

function fromIsoDate(text: string): number | undefined {
  const [, time, zone = 'Z'] = /^(\d{4}-\d\d-\d\d[T ][\d:.]{5,18})(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text) ?? []
  if (time === undefined) return undefined
  return Date.parse(time.replace(' ', 'T') + withMinutes(zone))
}

/** PostgreSQL writes `+00`, others `+0000`. */
function withMinutes(zone: string): string {
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? []
  return hours === undefined ? zone : `${hours}:${minutes}`
}
