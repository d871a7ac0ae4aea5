const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const date = new Intl.DateTimeFormat('en-US', { dateStyle: 'long' })
const dayOfYear = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const dayInFull = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })
const timeOfDay = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium', timeZone: 'UTC' })

/** `March 12, 2026` */
export function describeDate(at: number): string {
  return date.format(at)
}

/** `Mar 12` for `2026-03-12` */
export function describeDay(day: string): string {
  return dayOfYear.format(Date.parse(day))
}

/** `March 12, 2026` for `2026-03-12` */
export function describeFullDay(day: string): string {
  return dayInFull.format(Date.parse(day))
}

/** `9:24:00 AM`, in UTC */
export function describeTime(at: number): string {
  return timeOfDay.format(at)
}

/** `just now`, `5 minutes ago`, `yesterday`; a date after a week. */
export function describeAge(at: number, now: number): string {
  const age = now - at
  if (age < minute) return 'just now'
  if (age < hour) return relative.format(-Math.floor(age / minute), 'minute')
  if (age < day) return relative.format(-Math.floor(age / hour), 'hour')
  if (age < 7 * day) return relative.format(-Math.floor(age / day), 'day')
  return `on ${describeDate(at)}`
}
